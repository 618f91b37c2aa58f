/** Numbers that look drawn and are the same each time (mulberry32, public domain). */
function drawer(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296) * below);
  };
}

type Draw = ReturnType<typeof drawer>;

const pick = (draw: Draw, from: readonly string[]): string => from[draw(from.length)] ?? '';
const two = (value: number): string => String(value).padStart(2, '0');
const hex = (draw: Draw, digits: number): string =>
  Array.from({ length: Math.ceil(digits / 6) }, () => draw(0x1000000).toString(16).padStart(6, '0'))
    .join('')
    .slice(0, digits);

const USERS = ['jdoe', 'm.miller', 'svc-air', 'administrator', 'k.yilmaz', 'p.smith', 'backup-op'];
const PATHS = ['/api/endpoints/visit', '/api/endpoints/task', '/api/health', '/assets/main.js', '/api/cases'];
const AGENTS = [
  'air-responder/4.21.0 (Windows 11; amd64)',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  'Go-http-client/1.1',
];
const TEXTS = [
  'task assigned, waiting for the responder',
  'visit answered, nothing to do',
  'connection closed by peer, will retry with backoff',
  'certificate chain verified',
  'collected policy from cache, revision unchanged',
  'queue depth below threshold, resuming',
  'request took longer than expected',
];

interface Moment {
  readonly draw: Draw;
  readonly iso: string;
  readonly clock: string;
  readonly host: string;
  readonly user: string;
  readonly address: string;
  readonly publicAddress: string;
}

/** Seven kinds of logs as they stand around an AIR Console: one entry each, of one or more lines. */
export const LOG_KINDS: readonly { readonly name: string; readonly entry: (at: Moment) => string }[] = [
  {
    name: 'console.json.log',
    entry: ({ draw, iso, host, address, user }) =>
      `{"level":"${pick(draw, ['info', 'debug', 'warn', 'error'])}","time":"${iso}","pid":${1 + draw(4000)},"requestId":"${hex(draw, 16)}","hostname":"${host}","remote":"${address}","user":"${user}","path":"${pick(draw, PATHS)}","durationMs":${draw(900)},"msg":"${pick(draw, TEXTS)}"}\n`,
  },
  {
    name: 'nginx-access.log',
    entry: ({ draw, clock, publicAddress, user }) =>
      `${publicAddress} - ${draw(5) === 0 ? user : '-'} [02/Mar/2026:${clock} +0000] "GET ${pick(draw, PATHS)}?id=${hex(draw, 8)} HTTP/1.1" ${pick(draw, ['200', '200', '304', '401', '502'])} ${draw(90_000)} "-" "${pick(draw, AGENTS)}"\n`,
  },
  {
    name: 'responder.log',
    entry: ({ draw, iso, address }) =>
      `${iso}\t${pick(draw, ['INFO', 'DEBUG', 'WARN'])}\tagent/${pick(draw, ['visit', 'nats', 'update', 'task'])}.go:${draw(900)}\t${pick(draw, TEXTS)}\t{"addr": "${address}:${pick(draw, ['443', '4222', '8443'])}", "attempt": ${draw(9)}, "elapsed": "${draw(900)}ms"}\n`,
  },
  {
    name: 'syslog.log',
    entry: ({ draw, iso, host, publicAddress, user }) =>
      `<${draw(191)}>1 ${iso} ${host}.corp.example.com ${pick(draw, ['sshd', 'air-console', 'rsyslogd'])} ${draw(30_000)} ID${draw(99)} - ${pick(draw, ['session opened for user', 'accepted publickey for', 'failed login of'])} ${user} from ${publicAddress} port ${1024 + draw(60_000)}\n`,
  },
  {
    name: 'events.xml.log',
    entry: ({ draw, iso, host, user }) =>
      `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Provider Name="Microsoft-Windows-Security-Auditing"/><EventID>${4600 + draw(100)}</EventID><TimeCreated SystemTime="${iso}"/><Computer>${host}.corp.example.com</Computer></System><EventData><Data Name="TargetUserName">${user}</Data><Data Name="LogonType">${draw(11)}</Data><Data Name="Status">0x${hex(draw, 8)}</Data></EventData></Event>\r\n`,
  },
  {
    name: 'service.log',
    entry: ({ draw, iso, address }) =>
      draw(12) === 0
        ? `${iso} ERROR [worker-${draw(16)}] c.b.air.TaskDispatcher - dispatch failed\njava.net.ConnectException: Connection refused: /${address}:4222\n\tat java.base/sun.nio.ch.Net.pollConnect(Native Method)\n\tat java.base/sun.nio.ch.NioSocketImpl.timedFinishConnect(NioSocketImpl.java:${draw(900)})\n\tat com.example.air.TaskDispatcher.dispatch(TaskDispatcher.java:${draw(900)})\n`
        : `${iso} INFO  [worker-${draw(16)}] c.b.air.TaskDispatcher - ${pick(draw, TEXTS)} (task ${hex(draw, 12)}, ${draw(5000)} ms)\n`,
  },
  {
    name: 'iis.log',
    entry: ({ draw, clock, address, publicAddress, user }) =>
      `2026-03-02 ${clock} ${address} POST ${pick(draw, PATHS)} - 443 CORP\\${user} ${publicAddress} ${pick(draw, AGENTS).replaceAll(' ', '+')} - ${pick(draw, ['200', '401', '503'])} 0 0 ${draw(3000)}\n`,
  },
];

/** Secrets are rare in logs, and are what has to be found: one in so many entries names a password or a token. */
const SECRET_EVERY = 4000;

/** Pieces of about 256 KB of one kind of log, `bytes` long in all. Names and addresses come from a site of some hundred machines. */
export function* logText(kind: number, seed: number, bytes: number): Generator<string> {
  const draw = drawer(seed);
  const entry = LOG_KINDS[kind % LOG_KINDS.length]?.entry;
  if (entry === undefined) return;
  let piece = '';
  let seconds = draw(3600);
  for (let written = 0, count = 1; written < bytes; count += 1) {
    seconds += draw(3);
    const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    const line = entry({
      draw,
      clock,
      iso: `2026-03-02T${clock}.${String(draw(1000)).padStart(3, '0')}Z`,
      host: `ws-${String(draw(400)).padStart(4, '0')}`,
      user: pick(draw, USERS),
      address: `10.${draw(4)}.${draw(20)}.${1 + draw(250)}`,
      publicAddress: `203.0.113.${draw(256)}`,
    });
    const secret = count % SECRET_EVERY === 0 ? `login with password=${hex(draw, 12)} refused\n` : '';
    piece += line + secret;
    if (piece.length < 256 * 1024) continue;
    written += piece.length;
    yield piece;
    piece = '';
  }
}
