// Logs as the programs on such a site write them, put together from documented formats: JSON lines of a Node service, YAML
// settings, XML of a Windows event (winmeta), its text as the viewer copies it, access logs, an LDAP client, and captured headers.

/** Secrets that stand in the corpus. */
export const SECRETS: readonly string[] = [
  'hunter2-Sommer',
  'p@ss/w0rd',
  'api_9f8e7d6c5b4a',
  'dep10ymentT0ken',
  'N4tsPa55',
  'abc"quoted',
  'line-one-of-it',
  'line-two-of-it',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqZG9lIn0.c2lnbmF0dXJl',
  'TlRMTVNTUAADAAAAGAAYAHIAAAA',
  'sess10n-c00kie',
  'MIIEowIBAAKCAQEAx7',
  'AKIAIOSFODNN7EXAMPLE',
  'sv=2022-11-02&sig=Zm9vYmFy',
  'L1cense-K3y-Value',
  'Sup3r Secret With Blanks',
];

/** Identities that stand in the corpus. */
export const IDENTITIES: readonly string[] = [
  'ws-0417',
  'corp.example.com',
  'jdoe',
  'j.doe@mail.example.org',
  '203.0.113.77',
  '2001:db8:1::53',
  '00:1a:2b:3c:4d:5e',
  'S-1-5-21-1004336348-1177238915-682003330',
  'fileserver7',
  'SalesDept',
  'Jane Roe',
];

/** What must stay as it is, or findings could not be read any more. */
export const SURVIVORS: readonly string[] = [
  '636',
  '443',
  '8443',
  '4222',
  '0x80090308',
  'data 52e',
  '80090308: LdapErr: DSID-0C090446',
  'ECONNREFUSED',
  'HTTP/1.1',
  '10.20.0.5',
  '2026-03-02T09:14:07.120Z',
  'sizeBytes":73125',
  'v4563',
  'tokenCount',
  'System.Net.Sockets.SocketException',
  'responder.cdn.binalyze.com',
  'keySize=2048',
];

export const CORPUS: readonly { readonly name: string; readonly text: string }[] = [
  {
    name: 'JSON lines of a service',
    text: [
      '{"time":"2026-03-02T09:14:07.120Z","level":"info","msg":"visit","asset":"ws-0417","remote":"203.0.113.77","port":443,"sizeBytes":73125}',
      '{"level":"error","msg":"bind failed","user":"jdoe","password":"hunter2-Sommer","host":"dc1.corp.example.com","port":636}',
      '{"level":"debug","body":"{\\"password\\":\\"abc\\\\\\"quoted\\",\\"deploymentToken\\":\\"dep10ymentT0ken\\",\\"port\\":8443}"}',
      '{"env":[{"name":"AIR_NATS_PASSWORD","value":"N4tsPa55"},{"name":"PORT","value":"4222"}],"tokenCount":3}',
      '{"headers":{"authorization":"Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJqZG9lIn0.c2lnbmF0dXJl","cookie":"connect.sid=sess10n-c00kie; theme=dark"}}',
      '{"repository":{"host":"fileserver7.corp.example.com","accessKeyId":"AKIAIOSFODNN7EXAMPLE","SASUrl":"https://blob.example.com/c?sv=2022-11-02&sig=Zm9vYmFy"},"licenseKey":"L1cense-K3y-Value"}',
    ].join('\n'),
  },
  {
    name: 'YAML settings',
    text: [
      'console:',
      '  address: air.corp.example.com',
      '  port: 443',
      'nats:',
      '  password: Sup3r Secret With Blanks',
      '  url: nats://air:N4tsPa55@air.corp.example.com:4222',
      'proxy: http://jdoe:p@ss/w0rd@proxy.corp.example.com:8443/',
      'ldap:',
      '  bindPassword: |',
      '    line-one-of-it',
      '    line-two-of-it',
      '  port: 636',
      '  baseDn: OU=SalesDept,DC=corp,DC=example,DC=com',
      "  apiToken: 'api_9f8e7d6c5b4a'",
      'keySize=2048',
    ].join('\n'),
  },
  {
    name: 'XML of a Windows event',
    text: [
      '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System><Computer>WS-0417.corp.example.com</Computer></System>',
      '<EventData><Data Name="SubjectUserSid">S-1-5-21-1004336348-1177238915-682003330-1104</Data><Data Name="SubjectUserName">jdoe</Data>',
      '<Data Name="Password">hunter2-Sommer</Data><Data Name="Status">0x80090308</Data><password>N4tsPa55</password>',
      '<add key="ApiKey" value="api_9f8e7d6c5b4a" /></EventData></Event>',
    ].join('\r\n'),
  },
  {
    name: 'text of a Windows event',
    text: [
      'An account failed to log on.',
      'Subject:',
      '\tSecurity ID:\t\tS-1-5-21-1004336348-1177238915-682003330-1104',
      '\tAccount Name:\t\tjdoe',
      '\tAccount Domain:\t\tCORP',
      '\tWorkstation Name:\tWS-0417',
      '\tSource Network Address:\t203.0.113.77',
      '\tSource Port:\t\t443',
      'Open \\\\fileserver7\\share$\\x as CORP\\jdoe (jdoe@corp.example.com), profile C:\\Users\\jdoe\\AppData, adapter 00:1A:2B:3C:4D:5E',
      'System.Net.Sockets.SocketException: ECONNREFUSED 10.20.0.5:443',
    ].join('\r\n'),
  },
  {
    name: 'lines of an LDAP client and of an access log',
    text: [
      '80090308: LdapErr: DSID-0C090446, comment: AcceptSecurityContext error, data 52e, v4563',
      'bind as CN=Jane Roe,OU=SalesDept,DC=corp,DC=example,DC=com to ldaps://dc1.corp.example.com:636 failed: 49',
      '203.0.113.77 - jdoe [02/Mar/2026:09:14:07 +0000] "GET /api/endpoints/download/0/deploy/linux?deployment-token=dep10ymentT0ken HTTP/1.1" 200 73125',
      'resolver [2001:db8:1::53]:53 answered responder.cdn.binalyze.com; mail to j.doe@mail.example.org',
      'Proxy-Authorization: NTLM TlRMTVNTUAADAAAAGAAYAHIAAAA',
      'Set-Cookie: connect.sid=sess10n-c00kie; Path=/',
      '-----BEGIN RSA PRIVATE KEY-----',
      'MIIEowIBAAKCAQEAx7',
      '-----END RSA PRIVATE KEY-----',
      'curl -u jdoe --password hunter2-Sommer https://ws-0417:8443/',
    ].join('\n'),
  },
];
