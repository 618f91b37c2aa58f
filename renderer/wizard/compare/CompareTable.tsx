import type { ReactNode } from 'react';

interface Props {
  /** What each row is about. */
  readonly what: string;
  readonly before: string;
  readonly after: string;
  /** True where both sides hold figures, which stand flush at their end. */
  readonly holdsNumbers?: boolean;
  /** The rows. */
  readonly children: ReactNode;
}

/** Two runs beside each other: what a row is about, and each side of it. */
export function CompareTable({ what, before, after, holdsNumbers = false, children }: Props) {
  const side = holdsNumbers ? 'number' : undefined;
  return (
    <table className="table compare">
      <thead>
        <tr>
          <th scope="col">{what}</th>
          <th scope="col" className={side}>
            {before}
          </th>
          <th scope="col" className={side}>
            {after}
          </th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
