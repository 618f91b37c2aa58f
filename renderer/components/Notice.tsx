import { CircleCheck, CircleX, Info, type LucideIcon, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

type NoticeTone = 'info' | 'warning' | 'error' | 'success';

const ICONS: Record<NoticeTone, LucideIcon> = {
  info: Info,
  warning: TriangleAlert,
  error: CircleX,
  success: CircleCheck,
};

interface Props {
  readonly tone: NoticeTone;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** True for what appears while the engineer is elsewhere: it is then read out. */
  readonly isSpoken?: boolean;
}

/** Something to know, with what to do about it. */
export function Notice({ tone, title, children, actions, isSpoken = false }: Props) {
  const Icon = ICONS[tone];
  return (
    <div
      className={`notice notice-${tone}`}
      {...(isSpoken ? { role: tone === 'error' ? 'alert' : 'status' } : {})}
    >
      <Icon aria-hidden className="icon notice-icon" />
      <div className="notice-body">
        <p className="notice-title">{title}</p>
        {children}
      </div>
      {actions === undefined ? null : <div className="notice-actions">{actions}</div>}
    </div>
  );
}
