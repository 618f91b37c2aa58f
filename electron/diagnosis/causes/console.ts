import { defineCauses, onEach, onLinux, step } from '../cause.ts';
import { readContainerLogs, showContainers, startContainers, tryHttps, tryPort } from './common-steps.ts';
import { VENDOR } from './vendor-pages.ts';

/** Causes that the Console's HTTP answers show. */
export const CONSOLE_CAUSES = defineCauses('console', {
  'console-backend-down': {
    severity: 'error',
    title: 'The web server answers, but the application behind it is down',
    owner: 'console-administrator',
    summary:
      'The web server in front of the Console cannot reach the application and says so at once (502 or 503). Network, port and certificate are in order; users, Responders and the API get nothing.',
    remedy: [
      ...showContainers,
      readContainerLogs(
        'Read the last lines of what has stopped or restarts; a full disk and too little memory are common reasons.',
      ),
      onLinux(
        'Check disk and memory of the server; expect free space on every file system.',
        'df -h; free -h',
      ),
      startContainers,
      step(
        "If your own load balancer or reverse proxy stands in front, check that its target address and port are the Console's, with HTTPS.",
      ),
      step(
        'Right after a start or an update the application needs minutes: run Airway again before changing anything.',
      ),
    ],
    source: 'RFC 9110 §15.6.3 (502 Bad Gateway) and §15.6.4 (503 Service Unavailable)',
    catalogueRefs: ['C22'],
  },
  'console-backend-hung': {
    severity: 'error',
    title: 'The web server answers, but the application behind it does not',
    owner: 'console-administrator',
    summary:
      'The web server in front of the Console waited for the application in vain (504, or no answer at all). Network, port and certificate are in order; requests of users, Responders and the API time out.',
    remedy: [
      ...showContainers,
      onLinux(
        'See which container is at its limit; expect none near 100 % of its memory.',
        'sudo docker stats --no-stream',
      ),
      onLinux('Check load, memory and disk of the server.', 'uptime; free -h; df -h'),
      readContainerLogs('Read the logs of the application and of its databases at the time of this run.'),
      onLinux(
        'When the logs are saved, restart the application container; its name stands in the list above as app or the like.',
        'sudo docker compose restart app',
      ),
      step("If it hangs again, collect the Console's logs for AIR support."),
    ],
    source: 'RFC 9110 §15.6.5 (504 Gateway Timeout)',
    catalogueRefs: ['C23'],
  },
  'web-filter-page': {
    severity: 'error',
    title: 'A web filter answers with its own page',
    owner: 'proxy-team',
    summary:
      'The answer is a block page of a proxy or web filter, not the Console. Whatever takes the same way, Responders included, gets this page instead of data.',
    remedy: [
      step("Search the filter's log for HOST at the time of this run: it names the category or the rule."),
      step(
        "Allow HOST for the networks of the assets, on the Console's ports, without content inspection and without a login.",
      ),
      ...tryHttps('Afterwards ask again; expect the certificate of the Console and no block page.'),
    ],
    source: 'Marks of filter products in status, headers and body; RFC 9110 §7.6.3 (Via)',
    catalogueRefs: ['C25'],
  },
  'redirected-elsewhere': {
    severity: 'error',
    title: "The Console's address redirects to another host",
    owner: 'console-administrator',
    summary:
      'Whoever asks for the Console is sent to another host, for a login, a portal or a move. A browser may follow; Responders and API clients usually cannot.',
    remedy: [
      step(
        "Look at the host in the redirect: an identity provider, a filter's login page, or a new address of the Console.",
      ),
      ...onEach('See the redirect; expect none to another host.', {
        windows: "curl.exe -sI --max-time 15 'https://HOST:PORT/'",
        linux: "curl -sI --max-time 15 'https://HOST:PORT/'",
      }),
      step(
        'If an access gateway or load balancer demands the login, exempt the addresses of the assets and the paths that Responders use.',
      ),
      step(
        'If a proxy or filter does it, have it exempt HOST from its login for the networks of the assets.',
      ),
      step('If the Console has moved, use the new address in the profile and in the Responders.'),
    ],
    source: 'RFC 9110 §15.4 (redirection) and RFC 6585 §6 (511 Network Authentication Required)',
    catalogueRefs: ['C26'],
  },
  'invalid-host-header': {
    severity: 'error',
    title: 'The Console refuses the name by which it was asked',
    owner: 'console-administrator',
    summary:
      'The Console answers "Invalid Host Header": the Host of the request is not its Console Address. Whoever uses this name or IP address is turned away until both are the same.',
    remedy: [
      step(
        'Use exactly the Console Address in the browser, in the profile and in the Responders: the full name, not an IP address, a short name or an alias.',
      ),
      step("If HOST is the right name, have the Console Address corrected in the Console's settings."),
      step(
        'If a load balancer or reverse proxy stands in front, let it pass on the Host header that it received.',
      ),
      onLinux(
        'With nginx as reverse proxy, expect Host with $host or $http_host.',
        "sudo grep -rn 'proxy_set_header' /etc/nginx",
      ),
      ...tryHttps('Afterwards ask again; expect no "Invalid Host Header" in the answer.'),
    ],
    source:
      'The answer\'s own words: "Invalid Host Header. Host must be the Console Address"; Binalyze KB has an FAQ page of this title; RFC 9110 §7.2 (Host)',
    catalogueRefs: [],
  },
  'not-the-console': {
    severity: 'error',
    title: 'What answers here is not an AIR Console',
    owner: 'console-administrator',
    summary:
      'A web server answers under this name and port, but its page bears no mark of AIR. Name, NAT rule or load balancer probably lead to another machine.',
    remedy: [
      step('Compare title, server and certificate that this finding quotes with what is expected.'),
      ...onEach("List where the name leads; expect the Console's address.", {
        windows: 'Resolve-DnsName -Name HOST',
        linux: 'getent ahosts HOST',
        macos: 'dscacheutil -q host -a name HOST',
      }),
      step('Check the NAT rule or load balancer in front: to which machine and port does it forward?'),
      step(
        'Check the port: the Console Port setting can move the user interface to 8443 while Responders stay on 443.',
      ),
      step(
        'If it is the Console all the same, this check does not know the page of its version: report that as a fault of Airway, and go by the other rows.',
      ),
    ],
    source: `Title, headers and body of the answer; ${VENDOR.security}`,
    catalogueRefs: [],
  },
  'api-token-rejected': {
    severity: 'error',
    title: 'The Console rejects the API token',
    owner: 'console-administrator',
    summary:
      'The Console was reached and does not accept the token, so integrations that use it fail. Browsers and Responders do not depend on it.',
    remedy: [
      step(
        'In the Console under Integrations, API Tokens, look for the token by its name: is it there, and has it expired?',
      ),
      step("Check that the token was made on this Console; another Console's token is rejected likewise."),
      step(
        'Make a new token with an organisation, a role and an expiry date. It is shown once: copy it whole, with its beginning api_.',
      ),
      ...onEach(
        'Try it; the command waits for the token and keeps it out of the history of the shell. Expect "authenticated":true.',
        {
          windows:
            '$AIR_TOKEN = Read-Host; Invoke-RestMethod -Uri \'https://HOST:PORT/api/public/auth/check\' -Headers @{Authorization="Bearer $AIR_TOKEN"} | ConvertTo-Json -Depth 4',
          linux:
            'read -rs AIR_TOKEN; printf \'header = "Authorization: Bearer %s"\' "$AIR_TOKEN" | curl -sS --max-time 15 -K - \'https://HOST:PORT/api/public/auth/check\'',
          macos:
            'read -rs AIR_TOKEN; printf \'header = "Authorization: Bearer %s"\' "$AIR_TOKEN" | curl -sS --max-time 15 -K - \'https://HOST:PORT/api/public/auth/check\'',
        },
      ),
    ],
    source: `RFC 6750 §3.1 (bearer token errors); ${VENDOR.apiToken}`,
    catalogueRefs: [],
  },
  'alternate-port-blocked': {
    severity: 'warning',
    title: 'The Console answers on its main port, but not on the alternate one',
    owner: 'network-team',
    summary:
      'Responders normally use 443 and are not concerned. What AIR offers on 8443 does not work from here: the alternate user interface, the shareable deploy page, off-network task downloads, the API and single sign-on callbacks.',
    remedy: [
      step(
        'Decide whether the site needs one of these from here. If not, set ports.alternate to null in the profile, and nothing has to be done.',
      ),
      step(
        'If so, allow TCP from the networks of users and administrators to ADDRESS port PORT, as it is for the main port.',
      ),
      onLinux(
        'On a self-hosted Console see whether the port is published; expect it in the Ports column.',
        "sudo docker ps --format 'table {{.Names}}\\t{{.Ports}}'",
      ),
      ...tryPort('Afterwards try from this machine; expect TcpTestSucceeded : True, or "succeeded".'),
    ],
    source: VENDOR.ports,
    catalogueRefs: ['N02'],
  },
  'console-address-mismatch': {
    severity: 'warning',
    title: 'The Console has another address in its settings',
    owner: 'console-administrator',
    summary:
      'The Console gives out another Console Address than the one that was typed. Assets that are deployed with it may be sent to a name that does not work for them.',
    remedy: [
      step(
        'Decide which address all assets and users can reach; it has to resolve everywhere and stand in the certificate.',
      ),
      step('If the one in the settings is right, use it in the browser and in the profile.'),
      step(
        'If not, have the Console Address changed, then check that Responders still come back before all of them are moved.',
      ),
      ...onEach('On an asset check that the address in the settings resolves.', {
        windows: 'Resolve-DnsName -Name NAME',
        linux: 'getent ahosts NAME',
        macos: 'dscacheutil -q host -a name NAME',
      }),
    ],
    source:
      "consoleAddress in the API's deployment info: Binalyze MCP server, https://github.com/binalyze/air-mcp",
    catalogueRefs: [],
  },
  'docker-subnet-conflict': {
    severity: 'error',
    title: 'A Docker network on this machine overlaps with a network of the site',
    owner: 'console-administrator',
    summary:
      'This machine sends packets for the address into one of its own Docker networks, so they never reach the real host. Whatever lives in that range (assets, domain controllers, the syslog server) is cut off from here, while other networks work.',
    remedy: [
      onLinux(
        'Confirm it: expect the way over a real interface; docker0, or br- with letters and digits after it, is the conflict.',
        'ip route get ADDRESS',
      ),
      onLinux(
        'List the subnets of the Docker networks.',
        "sudo docker network inspect $(sudo docker network ls -q) --format '{{.Name}} {{range .IPAM.Config}}{{.Subnet}} {{end}}'",
      ),
      step(
        'Agree with the network team on a private network that the site uses nowhere, and plan an interruption of the Console.',
      ),
      step(
        'Add it to /etc/docker/daemon.json, keeping what is there. Binalyze has an FAQ page on Docker and host IP conflicts; where it differs, it counts.',
        '{"default-address-pools": [{"base": "FREE_SUBNET", "size": 24}]}',
      ),
      step(
        "A subnet that is written into the Console's compose file is changed there instead: the pools do not touch it.",
      ),
      onLinux(
        "In the Console's directory take the containers down, restart Docker and bring them up: this makes the networks anew. Never add -v to down: it deletes the data.",
        'sudo docker compose down && sudo systemctl restart docker && sudo docker compose up -d',
      ),
      onLinux('Ask for the way again; expect a real interface.', 'ip route get ADDRESS'),
    ],
    source:
      'Docker documentation, dockerd daemon configuration: default-address-pools; bridge networks are routes of the host',
    catalogueRefs: [],
  },
});
