import { type Score, scoreLine } from './score.ts';

/** The page `docs/fault-lab.md`: scenario × first finding × right or wrong, with totals. */
export function matrixPage(scores: readonly Score[]): string {
  const groups = [...new Set(scores.map(({ group }) => group))];
  return [
    '# The fault lab',
    '',
    'Written by `npm run lab -- --matrix`. Each scenario is a site of real servers behind a router in network namespaces of its own, broken',
    'in one or two ways or not at all; `airway check` runs inside, and its findings are compared with what is really wrong.',
    '',
    `**${scoreLine(scores)}.**`,
    ...groups.flatMap((group) => {
      const rows = scores.filter((score) => score.group === group);
      return [
        '',
        `## ${group}: ${rows.filter(({ isRight }) => isRight).length} of ${rows.length} right`,
        '',
        '| scenario | what is wrong | first findings | |',
        '| --- | --- | --- | --- |',
        ...rows.map(
          ({ name, about, found, isRight, problem }) =>
            `| ${name} | ${about} | ${found.join(', ') || 'none'} | ${isRight ? 'right' : `**wrong**: ${problem ?? ''}`} |`,
        ),
      ];
    }),
    '',
  ].join('\n');
}
