import { type ReactNode, useState } from 'react';

interface Props {
  readonly summary: string;
  readonly className: string;
  readonly children: ReactNode;
}

/** A disclosure whose content is made when it is opened for the first time: most pictures are never looked at. */
export function Unfold({ summary, className, children }: Props) {
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <details
      className={className}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) setWasOpened(true);
      }}
    >
      <summary>{summary}</summary>
      {wasOpened ? children : null}
    </details>
  );
}
