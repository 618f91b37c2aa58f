import { OWNER_WORDS } from './finding-words.ts';
import type { Finding, Owner, RemedyStep, RequestForm } from './findings.ts';

/** One finding as its owner gets it: what is asked for, and how it is done and checked. */
export interface Matter {
  /** The finding's title. */
  readonly title: string;
  readonly form: RequestForm;
  readonly steps: readonly RemedyStep[];
}

/** Everything that one team is asked for, so that it gets one message and not one a finding. */
export interface HandOver {
  readonly to: Owner;
  readonly title: string;
  readonly matters: readonly [Matter, ...Matter[]];
}

/**
 * The findings of a run as one hand-over for each team, in the order of the findings, so that the team of the root cause comes
 * first. Findings without a form are left out: older reports have none, and what the engineer does is sent to nobody.
 */
export function requestsByOwner({
  findings,
}: {
  readonly findings: readonly Pick<Finding, 'title' | 'remedy'>[];
}): HandOver[] {
  const byOwner = new Map<Owner, [Matter, ...Matter[]]>();
  for (const { title, remedy } of findings) {
    const { form, steps } = remedy;
    if (form === undefined) continue;
    const matter: Matter = { title, form, steps };
    const others = byOwner.get(form.to);
    if (others === undefined) byOwner.set(form.to, [matter]);
    else others.push(matter);
  }
  return [...byOwner].map(([to, matters]) => ({ to, title: titleOf(to, matters), matters }));
}

const titleOf = (to: Owner, matters: readonly [Matter, ...Matter[]]): string =>
  matters.length === 1 ? matters[0].form.title : `${matters.length} requests to ${OWNER_WORDS[to]}`;

/** One form by itself, such as that of a finding on the screen. */
export const handOverOf = (form: RequestForm): HandOver => ({
  to: form.to,
  title: form.title,
  matters: [{ title: form.title, form, steps: [] }],
});

/**
 * A text from anywhere as one line: control characters, and those that are unseen or turn the reading direction, would let what a
 * server sent pretend to be something else.
 */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\s\u2028\u2029]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '·')
    .trim();

/** The lines of a command, each cleaned like any other text; indentation and line breaks are the command's own. */
export const commandLines = (command: string): string[] =>
  command.split(/\r?\n/).map((line) =>
    line
      .toWellFormed()
      .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '·')
      .trimEnd(),
  );
