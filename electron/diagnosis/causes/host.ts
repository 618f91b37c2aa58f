import { defineCauses, onEach, onLinux, onWindows, step } from '../cause.ts';

/** Causes on the machine that Airway runs on. */
export const HOST_CAUSES = defineCauses('host', {
  'network-down': {
    severity: 'error',
    title: 'This machine has no usable network',
    owner: 'asset-owner',
    summary:
      'No interface has an address that leads anywhere, so nothing can be reached and every other result follows from that.',
    remedy: [
      step("Check cable, Wi-Fi, flight mode and the virtual machine's network adapter."),
      ...onEach(
        'Look at interfaces and addresses; expect one that is up with an address other than 127.0.0.1 and 169.254.x.x.',
        {
          windows: 'Get-NetIPConfiguration',
          linux: 'ip -brief address',
          macos: "ifconfig | grep -E '^[a-z]|inet |status'",
        },
      ),
      ...onEach('If DHCP gave no address, ask for one again.', {
        windows: 'ipconfig /renew',
        linux: 'sudo nmcli networking off && sudo nmcli networking on',
        macos: 'sudo ipconfig set en0 DHCP',
      }),
      step('If that fails, the switch port, the VLAN or the DHCP server is next: ask the network team.'),
    ],
    source: 'RFC 3927 §1: 169.254/16 is what a host takes when it got no address',
    catalogueRefs: ['H01'],
  },
  'clock-wrong': {
    severity: 'error',
    title: 'The clock of this machine is wrong',
    owner: 'asset-owner',
    summary:
      'Several servers agree with each other on the time and not with this machine. Certificates seem expired or not yet valid, Kerberos logins fail, and times in logs do not match.',
    remedy: [
      ...onEach('See where the time comes from; expect a source and a small offset.', {
        windows: 'w32tm /query /status',
        linux: 'timedatectl status; chronyc tracking',
        macos: 'sudo systemsetup -getusingnetworktime; sudo systemsetup -getnetworktimeserver',
      }),
      ...onEach('Set it from its source. On a member of a domain the source is the domain.', {
        windows: 'w32tm /resync /rediscover',
        linux: 'sudo timedatectl set-ntp true && sudo chronyc makestep',
        macos: 'sudo systemsetup -setusingnetworktime on',
      }),
      step(
        "If no source answers, allow UDP 123 to the site's time server. On a virtual machine check the host's clock.",
      ),
      step('Check the time zone as well: a right clock in a wrong zone is hours off in UTC.'),
    ],
    source: 'RFC 9110 §6.6.1 (Date) of several servers against this clock; RFC 5280 §4.1.2.5 (validity)',
    catalogueRefs: ['H02'],
  },
  'blocked-on-this-machine': {
    severity: 'error',
    title: 'Something on this machine blocks the connection',
    owner: 'asset-owner',
    summary:
      'The operating system refused at once and no packet left, as with a local firewall, endpoint protection or isolation of the asset. The network is not at fault.',
    remedy: [
      step(
        'If the asset is isolated, in AIR or by endpoint protection, that is by design: only its own console is reached. Release it first if the case allows.',
      ),
      ...onEach('List the local rules that block outgoing traffic.', {
        windows:
          'Get-NetFirewallRule -Direction Outbound -Action Block -Enabled True | Format-Table DisplayName,Profile,PolicyStoreSourceType',
        linux: 'sudo nft list ruleset; sudo iptables -S OUTPUT; sudo ip6tables -S OUTPUT',
        macos: 'sudo pfctl -sr',
      }),
      step(
        'Narrow the rule that blocks, or let its policy admit TCP to ADDRESS port PORT. Leave the firewall on.',
      ),
      step(
        'If no rule fits, look in the log of the endpoint protection at the time of this run, and ask for an exception for this destination or this program.',
      ),
      onLinux(
        'A route may refuse too; expect no prohibit, unreachable or blackhole.',
        'ip route get ADDRESS; ip route show table all | grep -E "prohibit|unreachable|blackhole"',
      ),
      onWindows(
        'On Windows see which rule a program meets; 5152 and 5157 name the filter, if auditing is on.',
        "Get-WinEvent -FilterHashtable @{LogName='Security'; Id=5152,5157} -MaxEvents 20 | Format-List TimeCreated,Message",
      ),
    ],
    source: 'connect(2): EACCES, EPERM from local policy; WSAEACCES 10013 on Windows',
    catalogueRefs: ['H03', 'S05'],
  },
  'vpn-route': {
    severity: 'warning',
    title: 'The way to this host depends on a VPN',
    owner: 'network-team',
    summary:
      'A VPN or tunnel takes, or should take, the traffic to this host: it goes by another interface than traffic to the rest of the site. With the tunnel in another state the result changes.',
    remedy: [
      ...onEach('See which interface is used; compare with a host of the site that works.', {
        windows:
          'Find-NetRoute -RemoteIPAddress ADDRESS | Format-Table InterfaceAlias,NextHop,DestinationPrefix',
        linux: 'ip route get ADDRESS',
        macos: 'route -n get ADDRESS',
      }),
      step('Run Airway once with the VPN connected and once without, and compare the two runs.'),
      step(
        'If the host belongs behind the VPN, have its network added to the routes that the VPN hands out (split tunnelling).',
      ),
      step(
        'If it does not, have that network excluded there: an overlap with a network of the site is common.',
      ),
    ],
    source: 'RFC 1812 §5.2.4.3: the most specific route decides; route and source address differ by target',
    catalogueRefs: ['H04'],
  },
  'sockets-exhausted': {
    severity: 'error',
    title: 'This machine has run out of ports or handles for connections',
    owner: 'asset-owner',
    summary:
      'The operating system could not open another connection, so programs on this machine fail at random. One program that leaves connections open is the usual reason.',
    remedy: [
      ...onEach(
        'Count the connections by state; thousands in TimeWait or CloseWait point to a program that does not close them.',
        {
          windows:
            'Get-NetTCPConnection | Group-Object State | Sort-Object Count -Descending | Format-Table Name,Count',
          linux: 'ss -s',
          macos: "netstat -an -p tcp | awk '{print $6}' | sort | uniq -c | sort -rn",
        },
      ),
      ...onEach('Find the program with the most.', {
        windows:
          'Get-NetTCPConnection | Group-Object OwningProcess | Sort-Object Count -Descending | Select-Object -First 5 Count,@{n="Process";e={(Get-Process -Id $_.Name).ProcessName}}',
        linux: 'sudo ss -Htanp | grep -o \'users:(("[^"]*"\' | sort | uniq -c | sort -rn | head',
      }),
      ...onEach('See the range of ports and the limit of open files.', {
        windows: 'netsh int ipv4 show dynamicport tcp',
        linux: 'sysctl net.ipv4.ip_local_port_range fs.file-nr; ulimit -n',
      }),
      step('Restart that program, and report it to its vendor. A larger range only delays the next time.'),
    ],
    source: 'connect(2) and socket(2): EADDRNOTAVAIL, EMFILE, ENFILE; WSAENOBUFS 10055 on Windows',
    catalogueRefs: ['H06'],
  },
  'bundle-not-writable': {
    severity: 'error',
    title: 'The folder for the results cannot be written to',
    owner: 'engineer',
    summary:
      'The folder does not exist, may not be written to, or has no space left. The results of the run are on the screen; what is missing is the file.',
    remedy: [
      step(
        'Choose another folder, such as your own Documents, and save again: the run need not be repeated.',
      ),
      ...onEach("See the free space of the folder's volume.", {
        windows: 'Get-PSDrive -PSProvider FileSystem | Format-Table Name,Used,Free',
        linux: "df -h 'FOLDER'",
        macos: "df -h 'FOLDER'",
      }),
      ...onEach('See who may write there.', {
        windows: "Get-Acl -Path 'FOLDER' | Format-List Owner,AccessToString",
        linux: "ls -ld 'FOLDER'",
        macos: "ls -ldO 'FOLDER'",
      }),
      step(
        'On Windows, controlled folder access of Defender may protect the folder; choose one that it does not protect.',
      ),
    ],
    source: 'open(2): EACCES, EROFS, ENOENT, ENOSPC',
    catalogueRefs: ['H08'],
  },
});
