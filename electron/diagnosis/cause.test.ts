import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillPlaceholders } from '../contract/placeholders.ts';

describe('fillPlaceholders', () => {
  test('replaces whole words only', () => {
    const values = {
      HOST: 'air.example.com',
      PORT: '443',
      DC: 'dc1.example.com',
      NAME: 'x',
      ADDRESS: '10.0.0.5',
    };
    expect(fillPlaceholders('curl https://HOST:PORT/', values)).toBe('curl https://air.example.com:443/');
    expect(fillPlaceholders('HOSTS HOST_A XHOST PORTS DCOM NAMES', values)).toBe(
      'HOSTS HOST_A XHOST PORTS DCOM NAMES',
    );
    expect(fillPlaceholders('DC=example,DC=com on DC', values)).toBe('DC=example,DC=com on dc1.example.com');
    expect(fillPlaceholders("ss 'sport = :PORT'; nc ADDRESS PORT.", values)).toBe(
      "ss 'sport = :443'; nc 10.0.0.5 443.",
    );
    expect(fillPlaceholders('host port HOST', {})).toBe('host port HOST');
  });

  test('never replaces in what was filled in', () => {
    expect(fillPlaceholders('HOST and ADDRESS', { HOST: 'ADDRESS', ADDRESS: '10.0.0.5' })).toBe(
      'ADDRESS and 10.0.0.5',
    );
  });

  test('puts IPv6 addresses into brackets where a port follows or a URL begins', () => {
    const values = { ADDRESS: '2001:db8::1', HOST: '2001:db8::1', PORT: '443' };
    expect(fillPlaceholders('openssl s_client -connect ADDRESS:PORT', values)).toBe(
      'openssl s_client -connect [2001:db8::1]:443',
    );
    expect(fillPlaceholders("curl 'https://HOST/'", values)).toBe("curl 'https://[2001:db8::1]/'");
    expect(fillPlaceholders('ping ADDRESS: expect', values)).toBe('ping 2001:db8::1: expect');
    expect(fillPlaceholders('nc ADDRESS PORT', values)).toBe('nc 2001:db8::1 443');
  });

  test.each([
    '',
    '-oProxyCommand=x',
    '$(reboot)',
    '`reboot`',
    'a;b',
    'a|b',
    'a&b',
    "a'b",
    'a"b',
    'a b',
    'a\nb',
    'a>b',
    'a<b',
    'a*',
    'a?',
    'a!b',
    'a#b',
    '~a',
    '%COMSPEC%',
    'a{b}',
    '(a)',
    '\u2019a',
    'a\u0000',
    '\u2013x',
    'a'.repeat(261),
  ])('leaves the word where a name is %j', (value) => {
    expect(fillPlaceholders('nc -vz HOST 443', { HOST: value })).toBe('nc -vz HOST 443');
  });

  test('takes accounts, base DNs and folders as they are written', () => {
    expect(fillPlaceholders("-D 'ACCOUNT'", { ACCOUNT: 'EXAMPLE\\svc air' })).toBe("-D 'EXAMPLE\\svc air'");
    expect(fillPlaceholders("-b 'BASE_DN'", { BASE_DN: 'OU=Domain Controllers,DC=example,DC=com' })).toBe(
      "-b 'OU=Domain Controllers,DC=example,DC=com'",
    );
    expect(fillPlaceholders("ls 'FOLDER'", { FOLDER: "it's" })).toBe("ls 'FOLDER'");
    expect(fillPlaceholders('HOST', { HOST: 'münchen.example' })).toBe('münchen.example');
  });

  test('whatever a server says, a command gains no character that a shell reads as its own', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string({ unit: 'binary' }),
          fc.webUrl(),
          fc.ipV6(),
          fc.tuple(fc.domain(), fc.string({ maxLength: 1 })).map((parts) => parts.join('')),
        ),
        fc.constantFrom('HOST', 'NAME', 'DC', 'ADDRESS', 'ACCOUNT', 'PROXY_URL'),
        (value, word) => {
          const filled = fillPlaceholders(`run ${word} end`, { [word]: value });
          const gained = filled.slice('run '.length, filled.length - ' end'.length);
          expect(gained === word || gained === value).toBe(true);
          if (gained !== word)
            expect(gained.replaceAll(' ', '')).not.toMatch(
              /^-|[$`;|&<>(){}'"*?!#~%\p{C}\u2010-\u2015\p{Pi}\p{Pf}\p{Z}]/u,
            );
        },
      ),
    );
  });
});
