import { type ReactNode, useEffect, useRef } from 'react';
import { useWizard } from '../store/store-context.tsx';

interface Props {
  readonly title: string;
  readonly children?: ReactNode;
}

/** The title of a screen. Takes the focus when the screen is turned to, so that keyboard and reader start there. */
export function StepHeading({ title, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  // A page that just opened starts at its top, and a row that was asked for goes before the heading.
  const isWanted = useRef(useWizard((state) => state.hasMoved && state.rowToFocus === null));
  useEffect(() => {
    if (isWanted.current) heading.current?.focus();
  }, []);
  return (
    <header className="step-heading">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </header>
  );
}
