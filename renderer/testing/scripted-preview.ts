import type { BundlePreview, PreviewPage } from '../../electron/contract/bundle-preview.ts';
import type { HostHandlers } from '../../electron/contract/channels.ts';
import { ok, refused } from '../../electron/contract/result.ts';

const MEGABYTE = 1024 * 1024;

/** A preview as the host gives it: a run with two exchanges, and a log that is larger than a case takes. */
export const SCRIPTED_PREVIEW: BundlePreview = {
  files: [
    file('report.json', 'The whole run for programs: checks, outcomes and findings.', 48_000, 7_100, 31),
    file('report.html', 'The same run for people: opens in any browser, prints on A4.', 61_000, 14_200, 28),
    file('events.ndjson', 'What happened and when, one event a line.', 52_000, 8_400, 33),
    file('exchanges/001-resolver-air.txt', 'What went over the wire: Name by resolver', 410, 260, 2),
    file('exchanges/002-http-air.txt', 'What went over the wire: Console answers', 980, 510, 0),
    file('logs/console/air.log', 'Logs of the Console, 20.0 MB.', 20 * MEGABYTE, 2.4 * MEGABYTE, 1_204),
    file('redaction.json', 'How much was replaced in which file, by which rule; never what.', 900, 400, 0),
    file('README.txt', 'What each file of this bundle is for.', 2_100, 900, 0),
    file('manifest.json', 'Sum and size of each file, versions, and what was left out.', 3_400, 1_100, 0),
  ],
  leftOut: [{ what: 'logs of the Responder', why: 'there is no such folder' }],
  replaced: [
    { rule: 'ipv4', what: 'an IPv4 address', count: 801 },
    { rule: 'host', what: 'a host name', count: 417 },
    {
      rule: 'secret-value',
      what: 'a value beside a key such as password, token, secret or cookie',
      count: 12,
    },
  ],
  sizeBytes: 2.5 * MEGABYTE,
};

function file(name: string, what: string, sizeBytes: number, packedBytes: number, replaced: number) {
  return { name, what, sizeBytes, packedBytes, replaced };
}

/** The first of two pages of a file. */
const scriptedPage = (name: string, page: number): PreviewPage => ({
  name,
  page,
  hasMore: page === 0,
  stretches: [
    { after: `page ${page + 1}: connect to ` },
    { after: 'ipv4-1', before: '203.0.113.9', rule: 'ipv4' },
    { after: ' as ', gap: 4_310 },
    { after: '[secret]', before: '••••••', rule: 'secret-value' },
    { after: '\n' },
  ],
});

/** What a fake host answers to questions about bundles that are not written yet. */
export const previewHandlers: Pick<
  HostHandlers,
  'bundle-preview' | 'bundle-page' | 'bundle-cancel' | 'sealing-check'
> = {
  'bundle-preview': async () => ok(SCRIPTED_PREVIEW),
  'bundle-page': async ({ name, page }) => ok(scriptedPage(name, page)),
  'bundle-cancel': async () => null,
  'sealing-check': async ({ recipients, signer }) =>
    recipients.some((recipient) => recipient.length !== 62)
      ? refused('bad-recipient', 'this age key was mistyped: its checksum is wrong')
      : ok(signer === undefined ? {} : { signer: 'CN=Example Corp' }),
};
