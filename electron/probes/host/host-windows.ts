/**
 * Search list of Windows from `reg query HKLM\SYSTEM\CurrentControlSet\Services\Tcpip\Parameters`: the list that a policy or
 * an administrator set, else the primary domain, else the one that DHCP gave. Registry output is not translated.
 */
export function windowsSearchDomains(text: string): string[] {
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^\s{2,}(\S+)\s+REG_(?:SZ|EXPAND_SZ)\s+(\S.*?)\s*$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) values.set(name.toLowerCase(), value);
  }
  const list = values.get('searchlist') ?? values.get('domain') ?? values.get('dhcpdomain');
  return (list ?? '')
    .split(/[\s,]+/)
    .filter((domain) => domain !== '' && domain.length <= 255)
    .slice(0, 32);
}
