import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import {
  bindResponse,
  onLdapRequest,
  REQUEST,
  searchDone,
  searchEntry,
} from '../../../electron/probes/testing/ldap-answers.ts';
import { issue, makeAuthority } from '../../../electron/probes/testing/test-certificates.ts';
import { rawServer, tlsServer } from '../../../electron/probes/testing/tls-loopback-servers.ts';
import { writtenForms } from './find-planted.ts';
import type { Garden } from './planted.ts';

/** What the run was given, and what servers that it trusts get to know and repeat in every form. */
export interface OwnSecrets {
  readonly apiToken: string;
  readonly bindPassword: string;
  readonly proxyPassword: string;
}

/** Servers on loopback that tell whoever asks what they know. */
export interface HostileSite {
  readonly ports: Readonly<
    Record<'console' | 'tasks' | 'ldaps' | 'ldap' | 'syslog' | 'proxy' | 'sentinel', number>
  >;
  readonly rootPem: string;
  /** Connections to each of them, so that a test knows that it was asked. */
  asked(): Readonly<Record<keyof HostileSite['ports'], number>>;
  stop(): Promise<void>;
}

/** Starts them all. Each repeats the run's own secrets, and has some of its own beside words that tell of them. */
export async function startHostileSite(garden: Garden, own: OwnSecrets): Promise<HostileSite> {
  const secret = (where: string): string => garden.plant(`a server: ${where}`);
  const echo = (value: string): string =>
    writtenForms(value)
      .filter(({ form }) => !form.startsWith('UTF-16'))
      .map(({ bytes }) => bytes.toString())
      .join(' ');
  const everything = Object.values(own).map(echo).join(' | ');

  const authority = makeAuthority({
    commonName: `Root password=${secret('subject of an authority')}`,
    organization: own.bindPassword,
  });
  const certificate = issue(authority, {
    commonName: `token=${secret('subject of a certificate')}`,
    dnsNames: ['localhost'],
    ipAddresses: ['127.0.0.1'],
  });
  const tls = { cert: certificate.fullChainPem, key: certificate.privateKeyPem };

  const body = [
    `<html><head><title>password=${secret('title of a page')} ${own.apiToken}</title></head><body>${everything}`,
    JSON.stringify({
      success: false,
      errors: [`token ${secret('error of an API')} is invalid`],
      result: { deploymentToken: secret('JSON of an API') },
    }),
    `<input name="password" value="${secret('form of a page')}"></body></html>`,
  ].join('\n');
  const headers = {
    'set-cookie': [`connect.sid=${secret('cookie')}; Path=/`],
    'x-api-key': secret('header of a key'),
    server: `nginx password=${secret('header of a server')}`,
    'www-authenticate': `Bearer realm="AIR", token="${secret('challenge')}"`,
    via: `1.1 ${own.apiToken}`,
    'content-type': 'text/html',
  };
  const location = `https://joe:${secret('login in a redirect')}@localhost/login?token=${secret('token in a redirect')}&again=${own.apiToken}`;
  const https = createHttpsServer(tls, (request, response) => {
    if (request.url === '/') response.writeHead(302, { ...headers, location });
    else response.writeHead(request.url?.startsWith('/api/') === true ? 401 : 200, headers);
    response.end(body);
  });
  let httpsConnections = 0;
  https.on('connection', () => {
    httpsConnections += 1;
  });
  await new Promise<void>((resolve) => https.listen(0, '127.0.0.1', resolve));

  const info = JSON.stringify({
    server_id: 'NCANARY',
    version: '2.10.0',
    max_payload: 1048576,
    auth_required: true,
    auth_token: secret('INFO of NATS'),
    connect_urls: [`nats://air:${secret('address in INFO')}@10.1.2.3:4222`],
    cluster: own.apiToken,
    domain: own.bindPassword,
  });
  const tasks = await rawServer(
    says(`INFO ${info}\r\n-ERR 'Authorization Violation, password=${secret('error of NATS')}'\r\n`),
  );
  const syslog = await rawServer(
    says(`220 ready, password: ${secret('greeting of syslog')} ${own.proxyPassword}\r\n`),
  );

  const diagnosis = `80090308: LdapErr: DSID-0C090446, password=${secret('diagnosis of LDAP')}, sent ${everything}, data 52e, v4563`;
  const answerLdap = (socket: Socket): void => {
    socket.on('error', () => socket.destroy());
    onLdapRequest(socket, ({ id, tag }) => {
      if (tag === REQUEST.bind) socket.write(bindResponse(id, 49, { message: diagnosis }));
      else if (tag === REQUEST.search) {
        socket.write(
          searchEntry(id, '', {
            defaultNamingContext: ['DC=corp,DC=example,DC=com'],
            dnsHostName: [own.bindPassword],
          }),
        );
        socket.write(searchDone(id, 0, { message: diagnosis }));
      } else socket.write(bindResponse(id, 1, { message: diagnosis }));
    });
  };
  const ldaps = await tlsServer(tls, answerLdap);
  const ldap = await rawServer(answerLdap);

  const refusal = [
    'HTTP/1.1 407 Proxy Authentication Required',
    `Proxy-Authenticate: Basic realm="${own.proxyPassword}"`,
    `Set-Cookie: proxy=${secret('cookie of a proxy')}`,
    `X-Squid-Error: ERR_ACCESS_DENIED password=${secret('header of a proxy')}`,
    'Connection: close',
    '',
    `<html>${everything} password=${secret('page of a proxy')}</html>`,
  ].join('\r\n');
  const answerOnce = (answer: string) => (socket: Socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () => socket.end(answer));
  };
  const proxy = await rawServer(answerOnce(refusal));
  const portal = [
    'HTTP/1.1 302 Found',
    `Location: http://portal.example.com/?password=${secret('address of a portal')}`,
    'Connection: close',
    '',
    `password=${secret('page of a portal')}`,
  ].join('\r\n');
  const sentinel = await rawServer(answerOnce(portal));

  const raw = { tasks, syslog, ldaps, ldap, proxy, sentinel };
  const consolePort = (https.address() as AddressInfo).port;
  return {
    rootPem: authority.certificatePem,
    ports: {
      console: consolePort,
      tasks: tasks.port,
      syslog: syslog.port,
      ldaps: ldaps.port,
      ldap: ldap.port,
      proxy: proxy.port,
      sentinel: sentinel.port,
    },
    asked: () => ({
      console: httpsConnections,
      tasks: tasks.connections(),
      syslog: syslog.connections(),
      ldaps: ldaps.connections(),
      ldap: ldap.connections(),
      proxy: proxy.connections(),
      sentinel: sentinel.connections(),
    }),
    stop: async () => {
      https.closeAllConnections();
      https.close();
      await Promise.all(Object.values(raw).map((server) => server.close()));
    },
  };
}

const says = (greeting: string) => (socket: Socket) => {
  socket.on('error', () => socket.destroy());
  socket.on('data', () => undefined);
  socket.write(greeting);
};
