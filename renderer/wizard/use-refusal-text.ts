import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../electron/contract/result.ts';
import { HOST_UNREACHABLE } from '../store/ask.ts';

/** A refusal in words: the host's own sentence, or ours where the host could not be asked. */
export function useRefusalText(): (refusal: Refusal) => string {
  const { t } = useTranslation();
  return useCallback(
    (refusal) => (refusal.code === HOST_UNREACHABLE ? t('connection.no-answer') : refusal.message),
    [t],
  );
}
