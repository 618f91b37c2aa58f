import type { ReactNode } from 'react';

/**
 * A text as it was recorded: English, whatever the language of the page is, and read from left to right. For what was seen, for ids,
 * addresses and commands.
 */
export function Recorded({ children }: { readonly children: ReactNode }) {
  return (
    <bdi lang="en" dir="ltr">
      {children}
    </bdi>
  );
}
