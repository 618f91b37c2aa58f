import { onEach, onLinux } from '../cause.ts';

/** Shows the certificate that a server sends. The connection is only looked at: nothing is sent over it. */
export const showCertificate = (text: string) =>
  onEach(text, {
    windows:
      "$c=[Net.Sockets.TcpClient]::new('ADDRESS',PORT); $s=[Net.Security.SslStream]::new($c.GetStream(),$false,{$true}); $s.AuthenticateAsClient('HOST',$null,'Tls12',$false); [Security.Cryptography.X509Certificates.X509Certificate2]::new($s.RemoteCertificate) | Format-List Subject,Issuer,NotBefore,NotAfter,DnsNameList,Thumbprint; $c.Dispose()",
    linux:
      'openssl s_client -connect ADDRESS:PORT -servername HOST </dev/null 2>/dev/null | openssl x509 -noout -subject -issuer -dates -fingerprint -sha256 -ext subjectAltName',
  });

/** What listens on the port, asked on the server itself. */
export const showListener = (text: string) =>
  onEach(text, {
    windows: 'Get-NetTCPConnection -LocalPort PORT -State Listen',
    linux: "sudo ss -ltnp 'sport = :PORT'",
  });

/** A TCP connection from where the step is done, for assets and workstations. */
export const tryPort = (text: string) =>
  onEach(text, {
    windows: 'Test-NetConnection -ComputerName ADDRESS -Port PORT',
    linux: 'nc -vz -w 5 ADDRESS PORT',
    macos: 'nc -vz -G 5 ADDRESS PORT',
  });

/** Rules of the host firewall on the server that name the port. */
export const showServerFirewall = (text: string) =>
  onEach(text, {
    windows:
      'Get-NetFirewallPortFilter -Protocol TCP | Where-Object LocalPort -Contains PORT | Get-NetFirewallRule | Format-Table DisplayName,Enabled,Direction,Action',
    linux: 'sudo nft list ruleset',
  });

/** The containers of a self-hosted Console, found without knowing where it was installed. */
export const showContainers = [
  onLinux(
    'A self-hosted Console usually runs as Docker containers: find its directory under CONFIG FILES and change to it.',
    'sudo docker compose ls --all',
  ),
  onLinux(
    'In that directory list the containers; expect "Up" or "running" for each.',
    'sudo docker compose ps --all',
  ),
] as const;

/** Last lines of the containers' logs; `docker compose ls` above leads to the directory. */
export const readContainerLogs = (text: string) =>
  onLinux(text, 'sudo docker compose logs --tail 100 --timestamps');

/** Starts what is missing of a self-hosted Console; containers that run are left as they are. */
export const startContainers = onLinux(
  'If a container has stopped, read why first, then start the missing ones.',
  'sudo docker compose up -d',
);

/** One HTTPS request, to see how far it gets. */
export const tryHttps = (text: string) =>
  onEach(text, {
    windows: "curl.exe -v --max-time 15 -o NUL 'https://HOST:PORT/'",
    linux: "curl -v --max-time 15 -o /dev/null 'https://HOST:PORT/'",
    macos: "curl -v --max-time 15 -o /dev/null 'https://HOST:PORT/'",
  });

/** One request through the proxy: its answer to CONNECT stands in the output, and the certificate that it lets through. */
export const tryProxy = (text: string) =>
  onEach(text, {
    windows: "curl.exe -v --max-time 20 -o NUL -x 'PROXY_URL' 'https://HOST:PORT/'",
    linux: "curl -v --max-time 20 -o /dev/null -x 'PROXY_URL' 'https://HOST:PORT/'",
    macos: "curl -v --max-time 20 -o /dev/null -x 'PROXY_URL' 'https://HOST:PORT/'",
  });
