import {
  CircleCheck,
  CircleMinus,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
  Wrench,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CheckStatus } from '../../electron/contract/checks.ts';

/** A check's status, or `running` while it has none. */
export type RowStatus = CheckStatus | 'running';

const ICONS: Record<RowStatus, LucideIcon> = {
  running: LoaderCircle,
  passed: CircleCheck,
  warned: TriangleAlert,
  failed: CircleX,
  skipped: CircleMinus,
  error: Wrench,
};

/** A status as shape, word and colour: any one of the three is enough. */
export function StatusMark({ status }: { readonly status: RowStatus }) {
  const { t } = useTranslation();
  const Icon = ICONS[status];
  return (
    <span className={`status status-${status}`}>
      <Icon aria-hidden className="icon" />
      <span>{t(`status.${status}`)}</span>
    </span>
  );
}
