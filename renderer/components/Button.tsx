import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components';

interface Props extends Omit<ButtonProps, 'children' | 'className' | 'style'> {
  /** `primary` is the one thing to do next on a screen; `quiet` has no frame. */
  readonly look?: 'primary' | 'secondary' | 'quiet';
  readonly icon?: LucideIcon;
  readonly isSmall?: boolean;
  readonly children: ReactNode;
}

/** A button of our theme. */
export function Button({ look = 'secondary', icon: Icon, isSmall = false, children, ...rest }: Props) {
  return (
    <AriaButton {...rest} className={`button button-${look}${isSmall ? ' button-small' : ''}`}>
      {Icon === undefined ? null : <Icon aria-hidden className="icon" />}
      <span>{children}</span>
    </AriaButton>
  );
}
