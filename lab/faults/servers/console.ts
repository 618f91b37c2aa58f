import { ADDRESS } from '../ground.ts';
import type { ServerRoom } from '../lab-site.ts';
import type { ConsoleOptions } from '../site-options.ts';

const PAGE =
  '<!doctype html><html lang="en"><head><title>AIR Console</title></head><body><h1>Binalyze AIR Console</h1></body></html>';

/** The name of the Console in every scenario. */
export const CONSOLE_NAME = 'console.lab.test';

/** Starts nginx as the Console, or a hostile server in its place. */
export async function startConsole(room: ServerRoom, options: ConsoleOptions): Promise<void> {
  const { ports = [443, 8443], stand } = options;
  const addresses = [ADDRESS.console, ADDRESS.console6];
  if (stand !== undefined) return room.stand('console', stand, addresses, ports);
  const certificate = room.authorities.make(
    options.certificate ?? {},
    [CONSOLE_NAME],
    [ADDRESS.console, ADDRESS.console6],
  );
  room.ground.file('console.pem', certificate.fullChainPem);
  room.ground.file('console.key', certificate.privateKeyPem, 0o600);
  room.ground.file('ca.pem', room.authorities.root.certificatePem);
  const flag = options.isPlain === true ? '' : ' ssl';
  const listen = ports.flatMap((port) => [
    `listen ${ADDRESS.console}:${port}${flag};`,
    `listen [${ADDRESS.console6}]:${port}${flag};`,
  ]);
  const config = room.ground.file(
    'console.conf',
    `daemon off; master_process off; pid console.pid; error_log stderr info;
     events { worker_connections 512; }
     http {
       access_log off; server_tokens off;
       client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
       server {
         ${listen.join(' ')}
         server_name ${CONSOLE_NAME} _;
         ${options.isPlain === true ? '' : `ssl_certificate console.pem; ssl_certificate_key console.key; ssl_protocols ${options.protocols ?? 'TLSv1.2 TLSv1.3'}; ssl_ciphers ${options.ciphers ?? 'DEFAULT'};`}
         ${options.server ?? ''}
         location / { ${options.answer ?? `default_type text/html; return 200 '${PAGE}';`} }
         location = /api/public/auth/check { ${tokenCheck(options.token)} }
       }
       ${options.http ?? ''}
     }`,
  );
  await room.serve(
    'console',
    ports.map((port) => `tcp ${ADDRESS.console}:${port}`),
    ...withClock(options.clock, '/usr/sbin/nginx', ['-p', room.ground.folder, '-c', config, '-e', 'stderr']),
  );
}

const ACCEPTED = '{"success":true,"result":{"authenticated":true},"statusCode":200,"errors":[]}';
const REFUSED = '{"success":false,"result":null,"statusCode":401,"errors":["Unauthorized"]}';

/** The Console's answer to a token, in its envelope. */
function tokenCheck(token: string | undefined): string {
  const refused =
    token === undefined ? '' : `if ($http_authorization != "Bearer ${token}") { return 401 '${REFUSED}'; }`;
  return `default_type application/json; ${refused} return 200 '${ACCEPTED}';`;
}

/** A command line with another clock. */
const withClock = (clock: string | undefined, program: string, args: string[]): [string, string[]] =>
  clock === undefined ? [program, args] : ['/usr/bin/faketime', ['-f', clock, program, ...args]];
