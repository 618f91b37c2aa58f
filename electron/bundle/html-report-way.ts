import type { Outcome } from '../contract/outcomes/outcome.ts';
import type { PacOutcome } from '../contract/outcomes/pac.ts';
import type { ProxySettingsOutcome } from '../contract/outcomes/proxy-settings.ts';
import { byPort, PROXY_SOURCE_WORDS, wayWords } from '../contract/proxy-words.ts';
import { html, type Markup } from './html-report-markup.ts';

/** What proxy settings and PAC files say, in words above their record; nothing for outcomes of other kinds. */
export function wayFacts(outcome: Outcome): Markup {
  const facts =
    outcome.kind === 'proxy-settings'
      ? settingFacts(outcome)
      : outcome.kind === 'pac'
        ? pacFacts(outcome)
        : [];
  const rows = facts.flatMap(([name, values]) =>
    values.length === 0
      ? []
      : html`<div><dt>${name}</dt><dd>${values.map((value) => html`<span class="row">${value}</span>`)}</dd></div>`,
  );
  return rows.length === 0 ? html`` : html`<dl class="facts">${rows}</dl>`;
}

type Fact = readonly [name: string, values: readonly string[]];

function settingFacts({ settings }: ProxySettingsOutcome): readonly Fact[] {
  return settings.map(({ source, where, code, answers, pacUrl, exceptions, reason }): Fact => {
    const told = answers.filter(({ ways }) => ways.length > 0);
    const way = byPort(told.map(({ port, ways }) => ({ port, words: ways.map(wayWords).join(', then ') })));
    return [
      `${PROXY_SOURCE_WORDS[source]} (${where})`,
      [
        code === 'not-set' ? 'nothing is set: direct' : way,
        pacUrl ?? '',
        code === 'auto-detect' ? 'asks the network (WPAD)' : '',
        exceptions.length === 0 ? '' : `exceptions: ${exceptions.join(', ')}`,
        reason ?? '',
      ].filter((text) => text !== ''),
    ];
  });
}

function pacFacts({ answers, lookups, reason, line, fetch }: PacOutcome): readonly Fact[] {
  return [
    ['Answers', answers.map(({ url, result }) => `${url}: ${result === '' ? 'direct' : result}`)],
    [
      'Names that it looked up',
      lookups.map(
        ({ hostname, addresses }) =>
          `${hostname}: ${addresses.length === 0 ? 'unknown' : addresses.join(', ')}`,
      ),
    ],
    ['What was wrong', reason === undefined ? [] : [line === undefined ? reason : `line ${line}: ${reason}`]],
    ['SHA-256', fetch.sha256 === undefined ? [] : [fetch.sha256]],
  ];
}
