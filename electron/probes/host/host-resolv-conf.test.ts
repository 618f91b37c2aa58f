import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchDomainsOf } from './host-resolv-conf.ts';
import { windowsSearchDomains } from './host-windows.ts';

describe('the search domains of a resolv.conf', () => {
  it.each<[string, string[]]>([
    ['nameserver 10.0.0.53\nsearch example.com\tlab.example.com \n', ['example.com', 'lab.example.com']],
    ['domain example.com\n', ['example.com']],
    ['domain example.com\nsearch a.example b.example\n', ['a.example', 'b.example']],
    ['search a.example\ndomain b.example other\n', ['b.example']],
    ['# search a.example\n; domain b.example\n', []],
    ['searching a.example\n', []],
    ['', []],
  ])('%j are %j', (text, domains) => {
    expect(searchDomainsOf(text)).toEqual(domains);
  });
});

describe('the search domains of the Windows registry', () => {
  const values = (text: string): string =>
    `\r\nHKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Services\\Tcpip\\Parameters\r\n${text}`;

  it('are the list, else the primary domain, else that of DHCP', () => {
    const dhcp = '    DhcpDomain    REG_SZ    dhcp.example\r\n';
    const domain = '    Domain    REG_SZ    corp.example\r\n';
    const list = '    SearchList    REG_SZ    a.example,b.example\r\n';
    expect(windowsSearchDomains(values(dhcp + domain + list))).toEqual(['a.example', 'b.example']);
    expect(windowsSearchDomains(values(dhcp + domain))).toEqual(['corp.example']);
    expect(windowsSearchDomains(values(dhcp))).toEqual(['dhcp.example']);
  });

  it('are none where the values are empty or missing', () => {
    expect(
      windowsSearchDomains(values('    SearchList    REG_SZ    \r\n    HostName    REG_SZ    pc\r\n')),
    ).toEqual([]);
    expect(windowsSearchDomains('')).toEqual([]);
  });
});

it.each([
  ['resolv.conf', searchDomainsOf],
  ['registry', windowsSearchDomains],
] as const)('any text is read as %s without a throw and within bounds', (_what, reader) => {
  const word = fc.oneof(
    fc.constantFrom('search ', 'domain ', '    SearchList    REG_SZ    ', '\n', ',', ' ', 'a.example'),
    fc.string({ maxLength: 400 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 100 }), (words) => {
      const domains = reader(words.join(''));
      expect(domains.length).toBeLessThanOrEqual(32);
      for (const domain of domains) {
        expect(domain.length).toBeGreaterThan(0);
        expect(domain.length).toBeLessThanOrEqual(255);
      }
    }),
  );
});
