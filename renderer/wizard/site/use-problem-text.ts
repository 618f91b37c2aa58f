import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProblem } from '../../store/field-problem.ts';

/** What is wrong with a field, in words. */
export function useProblemText(): (problem: FieldProblem | undefined) => string | undefined {
  const { t } = useTranslation();
  return useCallback(
    (problem) => {
      if (problem === undefined) return undefined;
      switch (problem.code) {
        case 'host':
          return t('site.problem.host', { why: problem.why });
        case 'resolver':
          return t('site.problem.resolver', { text: problem.text });
        case 'said':
          return problem.text === undefined
            ? t('site.problem.said', { why: problem.why })
            : t('site.problem.said-of', { why: problem.why, text: problem.text });
        default:
          return t(`site.problem.${problem.code}`);
      }
    },
    [t],
  );
}
