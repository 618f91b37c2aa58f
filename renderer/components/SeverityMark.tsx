import { CircleX, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Severity } from '../../electron/contract/findings.ts';

const ICONS: Record<Severity, LucideIcon> = { error: CircleX, warning: TriangleAlert, info: Info };

/** How grave a finding is, as shape, word and colour. */
export function SeverityMark({ severity }: { readonly severity: Severity }) {
  const { t } = useTranslation();
  const Icon = ICONS[severity];
  return (
    <span className={`severity severity-${severity}`}>
      <Icon aria-hidden className="icon" />
      <span>{t(`severity.${severity}`)}</span>
    </span>
  );
}
