import type { Garden } from './planted.ts';

/** One log with secrets in it, in the encoding in which its program writes it. */
export interface PlantedLog {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Logs of seven kinds. Every secret in them stands beside what tells of it, or has a form of its own: others nobody could know. */
export function plantedLogs(garden: Garden): readonly PlantedLog[] {
  const log = (name: string, lines: readonly string[]): PlantedLog => ({
    name,
    bytes: Buffer.from(lines.join('\n')),
  });
  const secret = (where: string, marks = ''): string => garden.plant(`a log: ${where}`, marks);
  const json = (value: unknown): string => JSON.stringify(value);
  const jsonLines = log('service.log', [
    json({ level: 'info', msg: 'start', config: { password: secret('JSON password', '"\\é'), port: 443 } }),
    json({
      level: 'debug',
      headers: { authorization: `Bearer ${secret('JSON header')}`, cookie: `sid=${secret('JSON cookie')}` },
    }),
    json({ env: [{ name: 'AIR_NATS_PASSWORD', value: secret('name and value apart') }] }),
    json({
      securityToken: secret('security token'),
      licenseKey: secret('licence key'),
      secretAccessKey: secret('S3 key'),
    }),
    json({
      url: `https://joe:${secret('login in a URL')}@air.example.com/x?deployment-token=${secret('token in a query')}`,
    }),
  ]);
  const escaped = log('escaped.log', [
    json({ body: json({ deploymentToken: secret('JSON in JSON', '"') }) }),
    json({ body: json({ inner: json({ password: secret('JSON in JSON in JSON') }) }) }),
    json({ text: `first line\npassword=${secret('behind an escaped line break')}\nport=443` }),
  ]);
  const yaml = log('settings.log', [
    'nats:',
    `  password: ${secret('YAML', " with ' blanks ")}`,
    'keys:',
    '  clientSecret: |',
    `    ${secret('a block of YAML')}`,
    '  tokens:',
    `    - ${secret('a list of YAML')}`,
    'port: 4222',
  ]);
  const xml = log('audit.log', [
    `<config><add key="Password" value="${secret('an attribute of XML')}"/><apiKey>${secret('an element of XML')}</apiKey>`,
    `<Data Name="Password">${secret('data of an event')}</Data><secret><![CDATA[${secret('CDATA')}]]></secret></config>`,
  ]);
  const ini = log('app.log', [
    '[auth]',
    `bindpw = ${secret('INI')}`,
    `export API_TOKEN="${secret('a variable of a shell')}"`,
    `AccountKey=${secret('a connection string')};EndpointSuffix=core.windows.net`,
  ]);
  const text = log('agent.log', [
    `2026-03-02 09:14:07 login with password '${secret('a sentence')}' failed for user jdoe7`,
    `curl -u joe:${secret('a command line')} https://air.example.com/`,
    garden.plantAs('a log: token of AIR', 'api_9f8e7d6c5b4a3f2e1d'),
    garden.plantAs(
      'a log: JSON Web Token',
      'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2lnbmF0dXJlLW9mLWNhbmFyeQ',
    ),
    `hash ${garden.plantAs('a log: hash of a password', '$2b$10$Kq99VxZq7Wv9Kx3Lm5Tn8RKq99VxZq7Wv9Kx3Lm5')}`,
    '-----BEGIN EC PRIVATE KEY-----',
    `${secret('private key')}${'A'.repeat(44)}`,
    '-----END EC PRIVATE KEY-----',
  ]);
  const access = log('access.log', [
    `10.1.2.3 - - [02/Mar/2026:09:14:07 +0000] "GET /api/endpoints/download/0/deploy/linux?deployment-token=${secret('an access log')} HTTP/1.1" 200 73125`,
    `GET http%3A%2F%2Fjoe%3A${secret('login in an encoded URL')}%40proxy%3A3128 HTTP/1.1`,
    `Set-Cookie: connect.sid=${secret('a cookie')}; Path=/`,
    `Proxy-Authorization: NTLM ${garden.plantAs('a log: NTLM', 'TlRMTVNTUAADAAAAGAAYAEthbmFyeUtxOTlWeA')}`,
    `WWW-Authenticate: Negotiate ${garden.plantAs('a log: Kerberos', `YIIG${'Kq99VxCanary'.repeat(6)}`)}`,
    `Authorization: Digest username="joe", response="${secret('Digest')}"`,
  ]);
  const wide: PlantedLog = {
    name: 'windows.log',
    bytes: Buffer.from(
      `\ufeffpassword=${secret('UTF-16')}\r\n"token":"${secret('JSON in UTF-16', 'é')}"\r\n`,
      'utf16le',
    ),
  };
  return [jsonLines, escaped, yaml, xml, ini, text, access, wide];
}
