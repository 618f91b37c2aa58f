const DOMAIN_LIMIT = 32;

/**
 * The search domains of a resolv.conf. The last `search` or `domain` line wins (resolv.conf(5)); comments begin with `#` or
 * `;` in the first column.
 */
export function searchDomainsOf(text: string): string[] {
  let domains: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const [keyword, ...words] = line.split(/[ \t]+/);
    if (keyword === 'search') domains = words;
    else if (keyword === 'domain') domains = words.slice(0, 1);
  }
  return domains.filter((domain) => domain !== '' && domain.length <= 255).slice(0, DOMAIN_LIMIT);
}
