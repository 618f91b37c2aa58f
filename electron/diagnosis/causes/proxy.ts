import { defineCauses, onEach, step } from '../cause.ts';
import { tryProxy } from './common-steps.ts';
import { VENDOR } from './vendor-pages.ts';

const tryDirect = (text: string) =>
  onEach(text, {
    windows: "curl.exe -v --max-time 20 -o NUL --noproxy '*' 'https://HOST:PORT/'",
    linux: "curl -v --max-time 20 -o /dev/null --noproxy '*' 'https://HOST:PORT/'",
    macos: "curl -v --max-time 20 -o /dev/null --noproxy '*' 'https://HOST:PORT/'",
  });

const showSettings = (text: string) =>
  onEach(text, {
    windows:
      "netsh winhttp show proxy; Get-ItemProperty 'HKCU:\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings' | Format-List ProxyEnable,ProxyServer,ProxyOverride,AutoConfigURL; Get-ChildItem Env: | Where-Object Name -Match 'proxy'",
    linux:
      'env | grep -i proxy; grep -i proxy /etc/environment; gsettings list-recursively org.gnome.system.proxy',
    macos: 'scutil --proxy; env | grep -i proxy',
  });

/** Causes of proxies and portals between this machine and the Console. */
export const PROXY_CAUSES = defineCauses('proxy', {
  'proxy-login-required': {
    severity: 'error',
    title: 'The proxy wants a login',
    owner: 'proxy-team',
    summary:
      'The proxy answers 407 and lets nothing pass without a login. Services such as a Responder run without a user and may have none to give.',
    remedy: [
      step(
        "Let the proxy pass the Console's address HOST from the networks of the assets without a login; everything else keeps it.",
      ),
      step(
        "Or give a service account for the proxy: in Airway when it asks, for assets as the vendor's page on Responder proxy support says. AIR's documentation names HTTP, HTTPS and SOCKS5 proxies.",
      ),
      ...tryProxy('Afterwards try; expect "200 Connection established", not 407.'),
    ],
    source: `RFC 9110 §15.5.8 (407 Proxy Authentication Required); ${VENDOR.network}`,
    catalogueRefs: ['P01'],
  },
  'proxy-forbids-port': {
    severity: 'error',
    title: 'The proxy forbids connections to this host or port',
    owner: 'proxy-team',
    summary:
      'The proxy answers the request for a tunnel with a refusal (403 or 405). Many allow tunnels to 443 only, so 8443 and the real-time port do not pass.',
    remedy: [
      step("Search the proxy's log for HOST and PORT at the time of this run: it names the rule."),
      step('Allow CONNECT to HOST on PORT for the networks of the assets, for this destination only.'),
      step(
        'In Squid that is an acl with dstdomain HOST and one with port PORT, allowed before "deny CONNECT !SSL_ports".',
      ),
      ...tryProxy('Afterwards try; expect "200 Connection established".'),
    ],
    source: 'RFC 9110 §9.3.6 (CONNECT should be limited to known ports) and §15.5.4 (403)',
    catalogueRefs: ['P02'],
  },
  'proxy-cannot-connect': {
    severity: 'error',
    title: 'The proxy cannot reach the host',
    owner: 'proxy-team',
    summary:
      'The proxy works and says that it gets no connection to the host (502, 503 or 504). The fault lies between proxy and host, or an internal host should not be asked for by the proxy at all.',
    remedy: [
      step(
        'Have the connection tried on the proxy itself to HOST port PORT, and its log read: refused, timed out and no route have different reasons.',
      ),
      step('If a firewall stands between, allow TCP from the proxy to HOST port PORT.'),
      step(
        'If the host is internal and the proxy is for the Internet, add HOST to the exceptions of the proxy setting.',
      ),
      ...tryDirect('Compare without the proxy; if this works, an exception is the repair.'),
    ],
    source: 'RFC 9110 §15.6.3 to §15.6.5 (502, 503, 504)',
    catalogueRefs: ['P03'],
  },
  'proxy-cannot-resolve': {
    severity: 'error',
    title: "The proxy cannot resolve the host's name",
    owner: 'proxy-team',
    summary:
      'The proxy itself looks up the name and does not find it, though this machine may. Internal names often are unknown to a proxy that uses public resolvers.',
    remedy: [
      step('On the proxy, look up HOST with the resolvers that the proxy uses.'),
      step('Let the proxy use the internal resolvers, or forward the internal zone to them.'),
      step('Or add HOST to the exceptions of the proxy setting, if this machine reaches it directly.'),
      ...tryDirect('Compare without the proxy; if this works, an exception is the repair.'),
    ],
    source: "RFC 9110 §15.6.3 (502) and the proxy's own error, such as ERR_DNS_FAIL of Squid",
    catalogueRefs: ['P04'],
  },
  'proxy-down': {
    severity: 'error',
    title: 'The proxy does not answer',
    owner: 'proxy-team',
    summary:
      'A proxy is configured, and no connection to it comes about or what answers there is no proxy. Whatever uses it fails, however well the Console is; its address may be old or wrong.',
    remedy: [
      ...showSettings('See which proxy is configured, and where; a forgotten variable is common.'),
      ...tryProxy('Try it; expect any answer of the proxy.'),
      step(
        "If the address is right, have the proxy started, or the firewall between this machine and it opened for the proxy's port.",
      ),
      step(
        'If it is old, correct the setting; if the Console is reached directly, add HOST to the exceptions.',
      ),
    ],
    source: 'RFC 9110 §3.7 (proxy): a client that is set to one connects nowhere else',
    catalogueRefs: ['P05'],
  },
  'pac-unusable': {
    severity: 'error',
    title: 'The proxy configuration file cannot be used',
    owner: 'proxy-team',
    summary:
      'A configuration file (PAC) is set and cannot be fetched or does not run. Browsers and services then silently go direct, or nowhere.',
    remedy: [
      ...onEach('Fetch it; expect 200 and a function FindProxyForURL.', {
        windows: "curl.exe -sS -i --max-time 15 --noproxy '*' 'PAC_URL'",
        linux: "curl -sS -i --max-time 15 --noproxy '*' 'PAC_URL'",
        macos: "curl -sS -i --max-time 15 --noproxy '*' 'PAC_URL'",
      }),
      step(
        'If it does not come, correct its URL, or the server that offers it. If it does not run, have the error that this finding quotes corrected.',
      ),
      step('Its type should be application/x-ns-proxy-autoconfig; some programs refuse others.'),
      ...showSettings('See where the URL is set.'),
    ],
    source: 'MDN, Proxy Auto-Configuration (PAC) file: FindProxyForURL(url, host)',
    catalogueRefs: ['P06', 'P07'],
  },
  'proxies-disagree': {
    severity: 'warning',
    title: "This machine's proxy settings contradict each other",
    owner: 'asset-owner',
    summary:
      'System, environment and service settings name different proxies, so a browser may work where a service fails, and the other way round.',
    remedy: [
      ...showSettings('List them side by side; expect the same proxy and the same exceptions everywhere.'),
      step('Decide which is right, and set the others to it.'),
      ...onEach('Services use settings of their own, not those of the user: see which.', {
        windows: 'netsh winhttp show proxy',
        linux: 'systemctl show -p Environment -p EnvironmentFiles Binalyze.AIR.Agent',
      }),
      step(
        "For the Responder itself follow the vendor's page on Responder proxy support: it may not take the system's settings.",
      ),
    ],
    source: 'Microsoft, netsh winhttp; libcurl environment variables http_proxy, https_proxy, no_proxy',
    catalogueRefs: ['P08'],
  },
  'proxy-bypass-missing': {
    severity: 'warning',
    title: 'The Console is sent through the proxy, though it is reached directly',
    owner: 'proxy-team',
    summary:
      "The Console is reached directly, and a proxy setting without an exception for it sends programs to the proxy all the same. An internal Console is often beyond the proxy's reach: then they fail.",
    remedy: [
      step(
        'Add HOST, or its domain with a leading dot, to the exceptions: in the PAC file, in the group policy, in no_proxy.',
      ),
      ...showSettings('Then list the settings; expect HOST among ProxyOverride, ExceptionsList or no_proxy.'),
      ...tryDirect("Without the proxy; expect the Console's answer."),
    ],
    source: 'libcurl, no_proxy; Microsoft, ProxyOverride; MDN, PAC: return DIRECT',
    catalogueRefs: ['P09'],
  },
  'transparent-proxy': {
    severity: 'warning',
    title: 'A proxy that nobody configured is in the way',
    owner: 'network-team',
    summary:
      'No proxy is set, yet answers bear the marks of one. Plain HTTP goes through it, and HTTPS or NATS may be inspected or cut at times.',
    remedy: [
      step(
        'Ask the network team which device intercepts web traffic of this network; the Via or X-Cache header that is quoted names it.',
      ),
      step("Exempt HOST on the Console's ports from interception."),
      ...onEach('See the marks; expect no Via and no X-Cache after the exemption.', {
        windows: "curl.exe -sI --max-time 15 --noproxy '*' 'http://HOST/'",
        linux: "curl -sI --max-time 15 --noproxy '*' 'http://HOST/'",
        macos: "curl -sI --max-time 15 --noproxy '*' 'http://HOST/'",
      }),
    ],
    source: 'RFC 9110 §7.6.3 (Via) and §3.7 (interception proxy)',
    catalogueRefs: ['P11'],
  },
  'proxy-cuts-tunnel': {
    severity: 'error',
    title: 'The proxy opens the tunnel and cuts it afterwards',
    owner: 'proxy-team',
    summary:
      'CONNECT is answered with 200, then the connection dies as soon as something flows, or after a fixed time. The proxy polices what is inside; interactive sessions and the real-time channel suffer first.',
    remedy: [
      step(
        "Search the proxy's log for HOST and PORT at the time of this run: protocol violation, decryption error or session time.",
      ),
      step(
        'Exempt HOST from protocol checks and TLS inspection for the networks of the assets, and allow long sessions to it.',
      ),
      step(
        'The real-time port is NATS, where the server speaks first: exempt it, or let it go past the proxy by a firewall rule.',
      ),
      ...tryProxy("Afterwards try; expect 200 and then the Console's certificate."),
    ],
    source: 'RFC 9110 §9.3.6: after 200 a tunnel is blind forwarding in both directions',
    catalogueRefs: ['P12'],
  },
  'captive-portal': {
    severity: 'error',
    title: 'A captive portal asks for a sign-in before anything passes',
    owner: 'engineer',
    summary:
      'This network answers web requests with its own sign-in page. Until somebody signs in, nothing else is reached from here, the Console included, and the other results say nothing of the site.',
    remedy: [
      step('Open a browser on this machine, go to any address that begins with http://, and sign in.'),
      step('Or use the network that the assets use: cable, or the right Wi-Fi.'),
      ...tryDirect("Then try; expect the Console's certificate and no redirect."),
      step(
        'If assets stand in this network, ask the network team to exempt them from the portal, by address or by MAC.',
      ),
    ],
    source: 'RFC 8952 §1 (captive portals) and RFC 6585 §6 (511)',
    catalogueRefs: ['P13'],
  },
});
