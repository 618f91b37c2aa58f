import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInRange } from './ip-block.ts';
import { evaluatePac, type PacQuestions } from './pac-evaluate.ts';
import { matchesGlob } from './pac-glob.ts';
import { readPacResult } from './pac-result.ts';
import { hasUserInfo, shownPacUrl } from './pac-url.ts';

/** Monday, 1 June 2026, 12:30:15 UTC. */
const NOW_MS = Date.UTC(2026, 5, 1, 12, 30, 15);

const NAMES: Readonly<Record<string, readonly string[]>> = {
  'console.example.com': ['10.0.0.5'],
  'both.example.com': ['fd00::5', '10.0.0.6'],
  'six.example.com': ['fd00::7'],
};

const questions = (more: Partial<PacQuestions> = {}): PacQuestions => ({
  host: 'console.example.com',
  ports: [443],
  ownAddresses: ['fd00::2', '10.0.0.2'],
  nowMs: NOW_MS,
  now: () => performance.now(),
  resolve: async (hostname) => NAMES[hostname] ?? [],
  isOver: () => false,
  ...more,
});

/** What an expression gives in FindProxyForURL, as a text. */
async function resultOf(expression: string, more: Partial<PacQuestions> = {}): Promise<string> {
  const source = `function FindProxyForURL(url, host) { throw String(${expression}) }`;
  const { code, reason } = await evaluatePac(source, questions(more));
  expect(code).toBe('threw');
  return reason ?? '';
}

describe('the functions that every PAC file may call', () => {
  it.each([
    ['url', 'https://console.example.com/'],
    ['host', 'console.example.com'],
    ['isPlainHostName("console")', 'true'],
    ['isPlainHostName("console.example.com")', 'false'],
    ['dnsDomainIs("www.example.com", ".example.com")', 'true'],
    ['dnsDomainIs("WWW.Example.com", ".example.com")', 'true'],
    ['dnsDomainIs("www.example.org", ".example.com")', 'false'],
    ['localHostOrDomainIs("www.example.com", "www.example.com")', 'true'],
    ['localHostOrDomainIs("www", "www.example.com")', 'true'],
    ['localHostOrDomainIs("www.example.org", "www.example.com")', 'false'],
    ['localHostOrDomainIs("home.example.com", "www.example.com")', 'false'],
    ['isResolvable(host)', 'true'],
    ['isResolvable("nowhere.example.com")', 'false'],
    ['isResolvable("six.example.com")', 'false'],
    ['isResolvableEx("six.example.com")', 'true'],
    ['isResolvable("no such name")', 'false'],
    ['dnsResolve("CONSOLE.example.com")', '10.0.0.5'],
    ['dnsResolve("nowhere.example.com")', 'null'],
    ['dnsResolve("192.0.2.1")', '192.0.2.1'],
    ['dnsResolveEx("both.example.com")', 'fd00::5;10.0.0.6'],
    ['isInNet(host, "10.0.0.0", "255.255.255.0")', 'true'],
    ['isInNet(host, "10.0.1.0", "255.255.255.0")', 'false'],
    ['isInNet("192.168.129.5", "192.168.128.0", "255.255.128.0")', 'true'],
    ['isInNet("nowhere.example.com", "0.0.0.0", "0.0.0.0")', 'false'],
    ['isInNet(host, "10.0.0", "255")', 'false'],
    ['isInNetEx("six.example.com", "fd00::/8")', 'true'],
    ['isInNetEx("console.example.com", "10.0.0.0/8")', 'true'],
    ['isInNetEx("console.example.com", "11.0.0.0/8")', 'false'],
    ['convert_addr("104.16.41.2")', '1745889538'],
    ['myIpAddress()', '10.0.0.2'],
    ['myIpAddressEx()', 'fd00::2;10.0.0.2'],
    ['sortIpAddressList("10.0.0.9;fd00::1;10.0.0.1")', 'fd00::1;10.0.0.1;10.0.0.9'],
    ['dnsDomainLevels("www")', '0'],
    ['dnsDomainLevels("www.example.com")', '2'],
    ['shExpMatch("http://home.example.com/people/x", "*/people/*")', 'true'],
    ['shExpMatch("http://home.example.com/pets/x", "*/people/*")', 'false'],
    ['shExpMatch("abc", "a?c")', 'true'],
    ['shExpMatch("a.c", "a[.]c")', 'false'],
    ['alert("hello")', 'undefined'],
    ['getClientVersion()', '1.0'],
  ])('%s is %s', async (expression, value) => {
    expect(await resultOf(expression)).toBe(value);
  });

  it.each([
    ['weekdayRange("MON", "GMT")', true],
    ['weekdayRange("MON", "FRI", "GMT")', true],
    ['weekdayRange("FRI", "MON", "GMT")', true],
    ['weekdayRange("TUE", "SAT", "GMT")', false],
    ['weekdayRange("XYZ", "GMT")', false],
    ['timeRange(12, "GMT")', true],
    ['timeRange(13, "GMT")', false],
    ['timeRange(9, 17, "GMT")', true],
    ['timeRange(22, 6, "GMT")', false],
    ['timeRange(12, 0, 12, 29, "GMT")', false],
    ['timeRange(12, 0, 12, 30, "GMT")', true],
    ['timeRange(12, 30, 15, 12, 30, 16, "GMT")', true],
    ['timeRange(12, 30, 16, 12, 30, 20, "GMT")', false],
    ['timeRange("x", "GMT")', false],
    ['dateRange(1, "GMT")', true],
    ['dateRange(2, 5, "GMT")', false],
    ['dateRange("JUN", "GMT")', true],
    ['dateRange("NOV", "JUL", "GMT")', true],
    ['dateRange(2026, "GMT")', true],
    ['dateRange(2027, 2030, "GMT")', false],
    ['dateRange(1, "JUN", 15, "AUG", "GMT")', true],
    ['dateRange("JAN", 2026, "MAY", 2026, "GMT")', false],
    ['dateRange(31, "MAY", 2026, 2, "JUN", 2026, "GMT")', true],
    ['dateRange(2, "JUN", 2026, 31, "DEC", 2026, "GMT")', false],
    ['dateRange("JUN", 5, "GMT")', false],
    ['dateRange()', false],
  ])('%s is %s on that day', async (expression, value) => {
    expect(await resultOf(expression)).toBe(String(value));
  });

  it('give the same without GMT on a machine whose time zone is UTC, and tell local time elsewhere', async () => {
    const hour = new Date(NOW_MS).getHours();
    expect(await resultOf(`timeRange(${hour})`)).toBe('true');
    expect(
      await resultOf(`weekdayRange(["SUN","MON","TUE","WED","THU","FRI","SAT"][new Date().getDay()])`),
    ).toBe('true');
  });
});

describe('shell wildcards', () => {
  it('match as a regular expression of the same meaning would', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '.', '*', '?'), { maxLength: 10 })
      .map((some) => some.join(''));
    fc.assert(
      fc.property(text, text, (subject, pattern) => {
        const words = pattern.replaceAll(/[.]/g, '\\.').replaceAll('*', '[^]*').replaceAll('?', '[^]');
        expect(matchesGlob(subject, pattern)).toBe(new RegExp(`^${words}$`).test(subject));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('blocks of addresses', () => {
  it('hold what lies in them', () => {
    expect(isInRange('10.0.0.0/8', '10.255.0.1')).toBe(true);
    expect(isInRange('10.0.0.0/8', '11.0.0.1')).toBe(false);
    expect(isInRange('fd00::/8', 'fdff::1')).toBe(true);
    for (const bad of ['10.0.0.0', '10.0.0.0/33', '10.0.0.0/x', 'fd00::/129', 'x/8', '/8', ''])
      expect(isInRange(bad, '10.0.0.1'), bad).toBe(false);
    expect(isInRange('10.0.0.0/8', 'fd00::1')).toBe(false);
  });
});

describe('results of PAC files', () => {
  it.each([
    ['DIRECT', ['direct']],
    ['', ['direct']],
    [' ; ', ['direct']],
    ['PROXY a:3128; DIRECT', [{ scheme: 'http', host: 'a', port: 3128 }, 'direct']],
    ['proxy a', [{ scheme: 'http', host: 'a', port: 80 }]],
    ['HTTPS a.example.com', [{ scheme: 'https', host: 'a.example.com', port: 443 }]],
    [
      'SOCKS a;SOCKS5 b:9',
      [
        { scheme: 'socks5', host: 'a', port: 1080 },
        { scheme: 'socks5', host: 'b', port: 9 },
      ],
    ],
    ['PROXY [fd00::1]:8080', [{ scheme: 'http', host: 'fd00::1', port: 8080 }]],
    ['PROXY 10.0.0.1:0', []],
    ['PROXY', []],
    ['SOCKS4 a:1', []],
    ['PROXY a:1 b:2', []],
    ['PROXY user@a:1', []],
    ['QUIC a:1', []],
    ['constructor a', []],
  ])('%s', (text, ways) => {
    expect(readPacResult(text).ways).toEqual(ways);
  });

  it('are read whatever they are, with bounds', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 20_000, unit: 'binary' }), (text) => {
        const { ways, unread } = readPacResult(text);
        expect(ways.length + unread.length).toBeLessThanOrEqual(16);
      }),
    );
    expect(readPacResult('PROXY a:1;'.repeat(100)).ways).toHaveLength(16);
  });
});

describe('evaluatePac', () => {
  it('answers each port by itself', async () => {
    const source = `function FindProxyForURL(url, host) {
      return shExpMatch(url, "*:8443/*") ? "PROXY a:1" : shExpMatch(url, "*:4222/*") ? "DIRECT" : "HTTPS b:2";
    }`;
    const { code, answers } = await evaluatePac(source, questions({ ports: [443, 8443, 4222] }));
    expect(code).toBe('usable');
    expect(answers.map(({ port, url, ways }) => [port, url, ways])).toEqual([
      [443, 'https://console.example.com/', [{ scheme: 'https', host: 'b', port: 2 }]],
      [8443, 'https://console.example.com:8443/', [{ scheme: 'http', host: 'a', port: 1 }]],
      [4222, 'https://console.example.com:4222/', ['direct']],
    ]);
  });

  it('looks up each name once, and says what was found', async () => {
    const asked: string[] = [];
    const source = `function FindProxyForURL(url, host) {
      try { if (isInNet(host, "10.0.0.0", "255.0.0.0") && !isResolvable("nowhere.example.com")) return "DIRECT" }
      catch (e) { return "PROXY caught:1" }
      return "PROXY a:1";
    }`;
    const resolve = async (hostname: string): Promise<readonly string[]> => {
      asked.push(hostname);
      return NAMES[hostname] ?? [];
    };
    const { answers, lookups } = await evaluatePac(source, questions({ ports: [443, 8443], resolve }));
    expect(answers.map(({ result }) => result)).toEqual(['DIRECT', 'DIRECT']);
    expect(asked).toEqual(['console.example.com', 'nowhere.example.com']);
    expect(lookups).toEqual([
      { hostname: 'console.example.com', addresses: ['10.0.0.5'] },
      { hostname: 'nowhere.example.com', addresses: [] },
    ]);
  });

  it('takes the function with Ex where it is alone, and null as direct', async () => {
    const { answers } = await evaluatePac('function FindProxyForURLEx() { return null }', questions());
    expect(answers).toEqual([
      { port: 443, url: 'https://console.example.com/', ways: ['direct'], result: '' },
    ]);
  });

  it('writes an IPv6 host in brackets in the URL, and bare as the host', async () => {
    const source =
      'function FindProxyForURL(url, host) { return url == "https://[fd00::5]/" && host == "fd00::5" ? "PROXY a:1" : "DIRECT" }';
    const { answers } = await evaluatePac(source, questions({ host: 'fd00::5' }));
    expect(answers[0]?.ways).toEqual([{ scheme: 'http', host: 'a', port: 1 }]);
  });

  it.each([
    ['syntax-error', 'function FindProxyForURL(url, host) {\n  if (x {\n}', 2],
    ['no-function', 'var a = 1;', undefined],
    ['no-function', 'var FindProxyForURL = 5;', undefined],
    ['threw', 'function FindProxyForURL() {\n\n  throw "no"; }', 3],
    ['threw', 'nobody.knows();', 1],
    ['bad-result', 'function FindProxyForURL() { return {} }', undefined],
    ['bad-result', 'function FindProxyForURL() { return 5 }', undefined],
    ['bad-result', 'function FindProxyForURL() { }', undefined],
    ['bad-result', 'function FindProxyForURL() { return "proxy.example.com:3128" }', undefined],
    ['exhausted', 'function FindProxyForURL() {\n while (true); }', 2],
    ['exhausted', 'function FindProxyForURL() { return "x".repeat(1e9) }', 1],
    ['exhausted', 'for (var i = 0; ; i++) isResolvable("n" + i + ".example.com")', undefined],
    ['exhausted', '['.repeat(100_000), undefined],
    ['not-evaluated', 'class A {}\nfunction FindProxyForURL() { return "DIRECT" }', 1],
    ['not-evaluated', 'function FindProxyForURL() { return /(?<=a)b/.test("ab") ? "DIRECT" : "" }', 1],
    ['usable', 'function FindProxyForURL() { return "DIRECT" }', undefined],
  ])('ends with %s for %s', async (code, source, line) => {
    const seen = await evaluatePac(source, questions());
    expect(seen.code).toBe(code);
    expect(seen.line).toBe(line);
    if (code !== 'usable') expect(seen.reason ?? '').toMatch(/\S/);
  });

  it('does not blame a file for a machine that is slow', async () => {
    let clock = 0;
    const now = (): number => {
      clock += 800;
      return clock;
    };
    const source = 'function FindProxyForURL() { for (var i = 0; i < 20000; i++) ; return "DIRECT" }';
    const { code, reason } = await evaluatePac(source, questions({ now }));
    expect(code).toBe('not-evaluated');
    expect(reason).toBe('no end within 1000 ms');
  });

  it('stops where nobody waits any more', async () => {
    const { code } = await evaluatePac(
      'function FindProxyForURL() { return "DIRECT" }',
      questions({ isOver: () => true }),
    );
    expect(code).toBe('exhausted');
  });

  it('ends with an outcome for whatever text', async () => {
    const part = fc.constantFrom(
      'function FindProxyForURL(url, host) {',
      '}',
      'return "DIRECT"',
      'return',
      'while(1)',
      ';',
      'if (dnsResolve(host))',
      'url.match(/a*/g)',
      '"PROXY a:1"',
      'isInNet(host, "10.0.0.0", "255.0.0.0")',
      'throw 1',
      'try{',
      'catch(e){',
      '[',
      ']',
      '(',
      ')',
      '\n',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 15 }), async (parts) => {
        const { code } = await evaluatePac(parts.join(' '), questions());
        expect(code).not.toBe('not-fetched');
      }),
      { numRuns: 150 },
    );
  });
});

describe('addresses of PAC files', () => {
  it('are shown without what is secret in them', () => {
    expect(shownPacUrl('http://user:secret@pac.example.com/a.pac?token=secret')).toBe(
      'http://pac.example.com/a.pac',
    );
    expect(shownPacUrl('data:text/plain,secret')).toBe('data:(not shown)');
    expect(shownPacUrl('http://user:se/cret@pac')).toBe('(an address that cannot be read)');
    expect(hasUserInfo('http://user@pac.example.com/')).toBe(true);
    expect(hasUserInfo('http://pac.example.com/a@b')).toBe(false);
    expect(hasUserInfo('nothing')).toBe(false);
  });
});
