/**
 * Titles of checks as the steps write them, with `{1}`, `{2}` where a name, an address or a number stands. A title is recorded in
 * English; by its form it can be said in another language, as `locales/causes/` has it.
 */
export const CHECK_TITLES = [
  'API token at {1}',
  'Active Directory',
  'Certificate of the receiver at {1}',
  'Clear text at {1}',
  'Console',
  'Control: TCP to {1}',
  'Control: TCP to {1}, a port that nobody uses',
  'Control: TLS at {1}',
  'Control: syslog by UDP at {1}',
  'Disk of that folder',
  'Disk of the Responder',
  'Domain controllers of the site {1}, by {2}',
  'Domain controllers of {1}, by {2}',
  'Exclusions for the Responder',
  'Firewall of this machine',
  'Folder for the results',
  'HTTP answer of {1}',
  'LDAP ping of {1} by UDP',
  'Login',
  'NATS at {1}',
  "Name in the Responder's configuration",
  'Name lookup by this machine',
  'Name lookup of the proxy by this machine',
  'Name lookup of the receiver by this machine',
  'Name lookup of the relay by this machine',
  'Name lookup of {1} by this machine',
  'Name lookup of {1}, which the directory refers to',
  'Port {1} through the proxy {2}',
  'Proxy configuration file',
  'Proxy settings of this machine',
  'Real-time port',
  'Resolver {1}',
  'Responder',
  'Responder on this machine',
  'Sentinel in clear text',
  'Syslog',
  'Syslog by {1} at port {2}',
  'Syslog by {1} at {2}',
  'Syslog test message',
  'TCP to port {1}',
  'TCP to the proxy at {1}',
  'TCP to the relay',
  'TCP to the relay at {1}',
  'TCP to {1}',
  'TCP to {1} ({2})',
  'TCP to {1}, which NATS advertises',
  'TCP to {1}, which the directory refers to',
  'TCP to {1}, which the directory refers to as {2}',
  'TLS greetings compared at {1}',
  'TLS with the relay at {1}',
  'TLS with {1}',
  'TLS with {1} ({2})',
  'This machine',
  'Time of the time server',
  'Way to the Console',
  'Way to the syslog receiver',
  'rootDSE in clear at {1}',
  'rootDSE over LDAPS at {1}',
  'rootDSE over STARTTLS at {1}',
] as const;

/** The form of a title, one of `CHECK_TITLES`. */
export type CheckTitle = (typeof CHECK_TITLES)[number];

/** A hole holds one word: no name, address or number of a title has a space. */
const FORMS = [...CHECK_TITLES]
  .sort((one, other) => other.length - one.length)
  .map((form) => ({
    form,
    pattern: new RegExp(`^${form.replace(/[().]/g, '\\$&').replace(/\{\d\}/g, '(\\S+)')}$`),
  }));

/** The form of a recorded title and what stands in its holes; undefined for one of another version, which is shown as it is. */
export function readCheckTitle(
  title: string,
): { readonly form: CheckTitle; readonly values: readonly string[] } | undefined {
  for (const { form, pattern } of FORMS) {
    const found = pattern.exec(title);
    if (found !== null) return { form, values: found.slice(1) };
  }
  return undefined;
}

/** Fills the holes of a form, in whichever language and order. */
export const fillCheckTitle = (form: string, values: readonly string[]): string =>
  form.replace(/\{(\d)\}/g, (hole, number: string) => values[Number(number) - 1] ?? hole);
