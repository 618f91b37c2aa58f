import type { Certificate, TlsOutcome } from '../contract/outcomes/tls.ts';
import { chainSeenBy, type SeenChain } from '../contract/pictures/seen-chain.ts';
import { proxyUrl } from '../contract/proxy-url.ts';
import { html, type Markup, type MarkupPart } from './html-report-markup.ts';
import { FAULT_WORDS } from './html-report-picture-words.ts';
import { chainPart } from './html-report-pictures.ts';
import { type ReportCheck, timeWords } from './html-report-words.ts';

/** Most names of one certificate that are listed; the rest is counted. */
const MOST_NAMES = 12;

const STORE_WORDS: Readonly<Record<TlsOutcome['trust'][number]['store'], string>> = {
  runtime: "Airway's own roots",
  os: 'the operating system',
  profile: "the profile's CA file",
};

interface ChainOf {
  readonly outcome: SeenChain;
  readonly targets: string[];
}

/** One table for each different chain that the checks of a step saw; checks that saw the same one share it. */
export function certificateTables(checks: readonly ReportCheck[], startedAt: string): Markup {
  const chains = new Map<string, ChainOf>();
  for (const { outcome: seen, target: at } of checks) {
    const outcome = chainSeenBy(seen);
    if (outcome === undefined || outcome.chain.length === 0) continue;
    const target = seen?.kind === 'proxy' ? `${at} through ${proxyUrl(seen.proxy)}` : at;
    const key = JSON.stringify([
      outcome.chain.map((one) => one.fingerprint256),
      outcome.faults,
      outcome.trust,
    ]);
    const known = chains.get(key);
    if (known === undefined) chains.set(key, { outcome, targets: [target] });
    else known.targets.push(target);
  }
  return html`${[...chains.values()].map((chain, index) => chainTable(chain, startedAt, `${checks[0]?.step ?? ''}-${index + 1}`))}`;
}

function chainTable({ outcome, targets }: ChainOf, startedAt: string, number: string): Markup {
  const from = targets.join(', ');
  const sent = outcome.chainSource === 'wire' ? 'as sent' : 'as the library gave it';
  return html`<div class="chain"><h4>Certificates of ${from}</h4>
<p class="quiet">Chain ${sent}, compared with the name <code>${outcome.expectedName}</code>. ${trustSentence(outcome)}</p>
${
  outcome.faults.length === 0
    ? html``
    : html`<ul class="inline">${outcome.faults.map((fault) => html`<li class="chip bad">${FAULT_WORDS[fault]}</li>`)}</ul>`
}
${chainPart(outcome, startedAt, number)}
<div class="scroll" tabindex="0" role="group" aria-label="Certificates of ${from}"><table class="certificates"><caption class="unseen">Certificate chain of ${from}</caption>
<thead><tr><th scope="col">#</th><th scope="col">Certificate</th><th scope="col">Valid (UTC)</th><th scope="col">Key and signature</th></tr></thead>
<tbody>${outcome.chain.map((certificate, index) => certificateRow(certificate, index, startedAt))}</tbody></table></div></div>`;
}

function trustSentence({ trust }: SeenChain): string {
  return trust
    .map(({ store, code }) => {
      if (code === 'not-checked') return `Not checked against ${STORE_WORDS[store]}.`;
      return `${code === 'trusted' ? 'Trusted' : 'Not trusted'} by ${STORE_WORDS[store]}.`;
    })
    .join(' ');
}

function certificateRow(certificate: Certificate, index: number, startedAt: string): Markup {
  const { commonName, subject, issuerCommonName, issuer, isSelfSigned, isCa } = certificate;
  const role = index === 0 ? 'server' : isSelfSigned ? 'root' : isCa ? 'authority' : 'other';
  return html`<tr><td>${index + 1} <span class="quiet">${role}</span></td>
<th scope="row">${commonName ?? subject}<p class="reason">issued by ${isSelfSigned ? 'itself' : (issuerCommonName ?? issuer)}</p>${names(certificate)}<p class="fingerprint">SHA-256 ${certificate.fingerprint256}</p></th>
<td>${validity(certificate, startedAt)}</td>
<td>${certificate.keyType.toUpperCase()}${certificate.keyBits === undefined ? '' : `, ${certificate.keyBits} bits`}<br>${certificate.signatureAlgorithm}</td></tr>`;
}

function validity({ notBefore, notAfter }: Certificate, startedAt: string): Markup {
  const now = Date.parse(startedAt);
  const mark = (isBad: boolean, text: string): MarkupPart =>
    isBad ? html`<strong class="bad">${text}</strong>` : text;
  return html`from ${mark(Date.parse(notBefore) > now, dayWords(notBefore))}<br>to ${mark(Date.parse(notAfter) < now, dayWords(notAfter))}`;
}

const dayWords = (iso: string): string => timeWords(iso).replace(/ UTC$/, '');

/** The names that the certificate is good for; an authority needs none, a server without them is refused by browsers. */
function names({ dnsNames, ipAddresses, hasSan, isCa }: Certificate): Markup {
  if (!hasSan) return isCa ? html`` : html`<p class="reason">without subject alternative names</p>`;
  const all = [...dnsNames, ...ipAddresses];
  const more = all.length > MOST_NAMES ? ` and ${all.length - MOST_NAMES} more` : '';
  return html`<p class="reason">for ${all.slice(0, MOST_NAMES).join(', ')}${more}</p>`;
}
