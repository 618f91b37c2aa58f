import { expect, it } from 'vitest';
import { joinAlike, joinRuledOut } from './alike.ts';

it.each([
  ['one detail as it is', ['10.0.0.5:443 is silent.'], '10.0.0.5:443 is silent.'],
  [
    'another port of the same host in short',
    ['10.0.0.5:443 refused after 5 ms.', '10.0.0.5:8443 refused after 5 ms.'],
    '10.0.0.5:443 refused after 5 ms. Port 8443 shows the same.',
  ],
  [
    'other times beside it',
    [
      '10.0.0.5:443 refused after 5 ms.',
      '10.0.0.5:8443 refused after 1.2 s.',
      '10.0.0.5:4222 refused after 5 ms.',
    ],
    '10.0.0.5:443 refused after 5 ms. Ports 8443 and 4222 show the same (1.2 s).',
  ],
  [
    'another host by its place',
    ['[fd00::5]:443: it expired.', '10.0.0.5:443: it expired.'],
    '[fd00::5]:443: it expired. 10.0.0.5:443 shows the same.',
  ],
  [
    'what was seen through a proxy',
    [
      'a.example.com:443 (through the proxy p:3128) is old.',
      'a.example.com:8443 (through the proxy p:3128) is old.',
    ],
    'a.example.com:443 (through the proxy p:3128) is old. Port 8443 shows the same.',
  ],
  [
    'what differs whole',
    ['10.0.0.5:443 says 502.', '10.0.0.5:8443 says 504.'],
    '10.0.0.5:443 says 502. 10.0.0.5:8443 says 504.',
  ],
  ['the same once', ['It is off.', 'It is off.'], 'It is off.'],
  [
    'a fingerprint as no place',
    ['It shows AB:12:CD.', 'It shows AB:13:CD.'],
    'It shows AB:12:CD. It shows AB:13:CD.',
  ],
])('tells %s', (_what, details, told) => {
  expect(joinAlike(details)).toBe(told);
});

it('names every place once in what was ruled out, and keeps a time with its place', () => {
  expect(
    joinRuledOut([
      'not the path: TCP to 10.0.0.5:443 opened',
      'not the path: TCP to 10.0.0.5:8443 opened',
      'not the whole host: 10.0.0.5:4222 opened in 5 ms',
      'not the whole host: 10.0.0.5:22 opened in 6 ms',
    ]),
  ).toEqual([
    'not the path: TCP to 10.0.0.5:443 and 10.0.0.5:8443 opened',
    'not the whole host: 10.0.0.5:4222 opened in 5 ms',
  ]);
});
