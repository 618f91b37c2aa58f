/** Last labels that make a dotted text a name even when it has two labels only. */
export const STRONG_TOP_LEVELS: ReadonlySet<string> = new Set(
  'com net org biz gov edu mil eu lan corp intra intranet localdomain cloud online'.split(' '),
);

/**
 * Last labels that are also words, endings of files or modules of programs: such a text is a name from three labels on, or where a
 * scheme, an `@` or a known domain says so. Countries whose code is the ending of a program file (md, pl, py, rs, sh, so) stand
 * here as well where they are common enough.
 */
export const WEAK_TOP_LEVELS: ReadonlySet<string> = new Set(
  (
    'local internal home ad priv private domain test example info int io ai dev app tech site store group zone ' +
    'de fr nl be ch at uk us ca au nz jp cn in br mx ar cl pe es pt it se no fi dk pl cz sk hu ro bg gr tr ru ua il ae sa za kr sg ' +
    'hk tw th vn my id ph ie lu lt lv ee is hr si me tv co ke ng eg ma qa kw om bh jo lb cy mt'
  ).split(' '),
);

/** Second labels below which a country registers domains, as in `example.co.uk`. */
export const SECOND_LEVELS: ReadonlySet<string> = new Set(
  'co com org net gov ac edu gob go or ne mil k12'.split(' '),
);

/** Domains that belong to vendors and say nothing of a customer; what stands below them is left as it is. */
export const PUBLIC_DOMAINS: readonly string[] = [
  ...'responder.cdn.binalyze.com cdn.binalyze.com api.binalyze.com license.binalyze.com cr.binalyze.com kb.binalyze.com'.split(
    ' ',
  ),
  ...'microsoft.com windows.com windowsupdate.com msftconnecttest.com msftncsi.com digicert.com globalsign.com'.split(
    ' ',
  ),
  ...'letsencrypt.org lencr.org sectigo.com comodoca.com verisign.com entrust.net docker.com docker.io github.com'.split(
    ' ',
  ),
  ...'githubusercontent.com google.com googleapis.com gstatic.com mozilla.org w3.org xmlsoap.org oasis-open.org'.split(
    ' ',
  ),
  ...'python.org golang.org ubuntu.com debian.org redhat.com npmjs.org nodejs.org ntp.org iana.org ietf.org'.split(
    ' ',
  ),
  ...'openssl.org apple.com mongodb.com nats.io postgresql.org redis.io asp.net system.net'.split(' '),
];

/** Public names themselves, of which only this exact name is left as it is. */
export const PUBLIC_NAMES: ReadonlySet<string> = new Set([
  'binalyze.com',
  'binalyze.io',
  'socket.io',
  'localhost.localdomain',
]);

/** The vendor's cloud: what stands below it is the name of a customer. */
export const TENANT_DOMAINS: readonly string[] = ['binalyze.io', 'binalyze.com'];

/** Accounts that exist everywhere, and words that stand where an account would. */
export const PLAIN_USERS: ReadonlySet<string> = new Set(
  (
    'root admin administrator administrators guest system service local network everyone anonymous nobody daemon default ' +
    'defaultuser0 public all shared user users username none null unknown undefined n/a na true false self me www-data apache nginx ' +
    'postgres mongodb mongod redis nats syslog sshd systemd-network systemd-resolve messagebus backup operator console airway ' +
    'krbtgt iis_iusrs trustedinstaller dwm-1 umfd-0 air binalyze id name password token wdagutilityaccount default0 logon runner'
  ).split(' '),
);

/** Domains of accounts that every Windows has, and hives of its registry. */
export const PLAIN_DOMAINS: ReadonlySet<string> = new Set(
  (
    'nt authority builtin service workgroup window manager font driver host iis apppool localhost domain hklm hkcu hkcr hku ' +
    'hkey_local_machine hkey_current_user hkey_users software local true false none null unknown default'
  ).split(' '),
);

/** Words that stand where a host would. */
export const PLAIN_HOSTS: ReadonlySet<string> = new Set(
  (
    'localhost console server host client proxy relay responder agent asset endpoint machine node computer workstation gateway ' +
    'router firewall none null unknown undefined default true false local any all self air web app nats mongodb redis syslog ldap ' +
    'ldaps http https tcp udp tls dns smtp www ip name error info warn warning debug failed running connected dc gc pdc domains ' +
    'this that the system network windows linux darwin main primary secondary backup test production practice airway binalyze'
  ).split(' '),
);

/** Objects that every directory has (MS-ADTS §6.1.1.4), and attributes of authorities that support must be able to read. */
export const PLAIN_OBJECTS = new RegExp(
  '^(?:users|computers|builtin|system|configuration|schema|sites|services|partitions|domain controllers|servers|ntds settings|' +
    'default-first-site-name|domain (?:admins|users|guests|computers)|enterprise admins|administrators?|guest|krbtgt|' +
    'directory service|windows nt|subnets|inter-site transports|ip|localhost|binalyze.*|airway.*)$',
  'i',
);

/** Vendors of authorities and of inspection devices: their names are what tells an interception apart, and no customer's. */
export const VENDOR_WORDS =
  /\b(?:zscaler|fortinet|fortigate|palo alto|sophos|check ?point|blue ?coat|symantec|netskope|cisco|umbrella|mcafee|skyhigh|forcepoint|barracuda|watchguard|sonicwall|untangle|squid|mitmproxy|burp|portswigger|fiddler|charles|kaspersky|eset|bitdefender|avast|avg|trend micro|digicert|globalsign|let's encrypt|isrg|sectigo|comodo|godaddy|entrust|verisign|geotrust|thawte|rapidssl|amazon|google trust|microsoft|baltimore|quovadis|buypass|actalis|certum|swisssign|telekom security|binalyze|airway|docker|traefik|kubernetes|nginx|haproxy|envoy|f5|citrix|netscaler|a10|imperva|cloudflare|akamai)\b/i;
