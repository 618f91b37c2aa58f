/**
 * What the programs of the operating systems print of their proxy settings. Written after the documented formats: `reg query` and
 * `netsh winhttp` of Windows 11 (Microsoft Learn), `scutil --proxy` of macOS 14 (SCDynamicStoreCopyProxies), `gsettings` of
 * GNOME 43.
 */

/** `reg query "HKCU\...\Internet Settings"` with a proxy by name. */
export const WININET_MANUAL = `
HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings
    CertificateRevocation    REG_DWORD    0x1
    DisableCachingOfSSLPages    REG_DWORD    0x0
    ProxyEnable    REG_DWORD    0x1
    ProxyServer    REG_SZ    proxy.example.com:8080
    ProxyOverride    REG_SZ    *.intern.example.com;10.*;<local>
    User Agent    REG_SZ    Mozilla/4.0 (compatible; MSIE 8.0; Win32)

HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\5.0
`;

/** The same with a PAC file; a proxy is still noted and switched off. */
export const WININET_PAC = `
HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings
    ProxyEnable    REG_DWORD    0x0
    ProxyServer    REG_SZ    old.example.com:8080
    AutoConfigURL    REG_SZ    http://pac.example.com/proxy.pac?user=geheim
`;

/** As it comes: nothing is set. */
export const WININET_NONE = `
HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings
    ProxyEnable    REG_DWORD    0x0
`;

/** `reg query ...\Connections /v DefaultConnectionSettings`: version 0x46, a counter, and the flags direct and WPAD (0x09). */
export const CONNECTIONS_WPAD = `
HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections
    DefaultConnectionSettings    REG_BINARY    46000000050000000900000000000000000000000000000001000000
`;

/** The same with the flag for direct alone (0x01). */
export const CONNECTIONS_DIRECT = CONNECTIONS_WPAD.replace('4600000005000000090', '4600000005000000010');

/** `netsh winhttp show proxy` with a proxy, in English. */
export const WINHTTP_PROXY = `
Current WinHTTP proxy settings:

    Proxy Server(s) :  http=proxy.example.com:80;https=proxy.example.com:8080
    Bypass List     :  *.intern.example.com;<local>

`;

/** The same without exceptions, in German. */
export const WINHTTP_PROXY_GERMAN = `
Aktuelle WinHTTP-Proxyeinstellungen:

    Proxyserver     :  proxy.example.com:8080
    Umgehungsliste  :  (keine)

`;

/** The same without a proxy. */
export const WINHTTP_DIRECT = `
Current WinHTTP proxy settings:

    Direct access (no proxy server).

`;

/** `netsh winhttp show advproxy` of Windows 11 with a PAC file. */
export const WINHTTP_ADVANCED = `
Current WinHTTP advanced proxy settings:

{
    "Proxy":  "",
    "ProxyBypass":  "",
    "AutoConfigUrl":  "http://pac.example.com/proxy.pac",
    "AutoDetect":  false
}

`;

/** `scutil --proxy` with proxies by name; what is said of single interfaces stands below. */
export const MACOS_MANUAL = `<dictionary> {
  ExceptionsList : <array> {
    0 : *.local
    1 : 169.254/16
    2 : intern.example.com
  }
  ExcludeSimpleHostnames : 1
  FTPPassive : 1
  HTTPEnable : 1
  HTTPPort : 8080
  HTTPProxy : proxy.example.com
  HTTPSEnable : 1
  HTTPSPort : 8443
  HTTPSProxy : secure.example.com
  ProxyAutoConfigEnable : 0
  ProxyAutoDiscoveryEnable : 0
  __SCOPED__ : <dictionary> {
    en0 : <dictionary> {
      HTTPSEnable : 1
      HTTPSPort : 1
      HTTPSProxy : scoped.example.com
    }
  }
}
`;

/** The same with a PAC file. */
export const MACOS_PAC = `<dictionary> {
  HTTPEnable : 0
  HTTPSEnable : 0
  ProxyAutoConfigEnable : 1
  ProxyAutoConfigURLString : http://pac.example.com/proxy.pac
}
`;

/** The same with SOCKS alone, and WPAD. */
export const MACOS_SOCKS = `<dictionary> {
  ProxyAutoDiscoveryEnable : 1
  SOCKSEnable : 1
  SOCKSPort : 1080
  SOCKSProxy : fd00::9
}
`;

/** `gsettings list-recursively org.gnome.system.proxy` with proxies by name. */
export const GNOME_MANUAL = `org.gnome.system.proxy autoconfig-url ''
org.gnome.system.proxy ignore-hosts ['localhost', '127.0.0.0/8', '::1']
org.gnome.system.proxy mode 'manual'
org.gnome.system.proxy use-same-proxy true
org.gnome.system.proxy.ftp host ''
org.gnome.system.proxy.ftp port 0
org.gnome.system.proxy.http authentication-password ''
org.gnome.system.proxy.http authentication-user ''
org.gnome.system.proxy.http enabled false
org.gnome.system.proxy.http host 'proxy.example.com'
org.gnome.system.proxy.http port 8080
org.gnome.system.proxy.http use-authentication false
org.gnome.system.proxy.https host 'secure.example.com'
org.gnome.system.proxy.https port 8443
org.gnome.system.proxy.socks host ''
org.gnome.system.proxy.socks port 0
`;

/** As it comes: no proxy. */
export const GNOME_NONE = GNOME_MANUAL.replace("mode 'manual'", "mode 'none'");

/** With a PAC file, and with WPAD. */
export const GNOME_PAC = GNOME_MANUAL.replace("mode 'manual'", "mode 'auto'").replace(
  "autoconfig-url ''",
  "autoconfig-url 'http://pac.example.com/proxy.pac'",
);
export const GNOME_WPAD = GNOME_MANUAL.replace("mode 'manual'", "mode 'auto'");
