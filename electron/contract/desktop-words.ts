import { z } from 'zod';

/**
 * Pages outside of Airway that may be opened in the system's browser, by id. What an id leads to stands in one constant table
 * of the host (`session/links.ts`): no address ever comes from a page.
 */
export const LINK_IDS = ['air-ports', 'air-exceptions', 'air-relay', 'air-certificates'] as const;
export type LinkId = (typeof LINK_IDS)[number];
export const linkIdSchema = z.enum(LINK_IDS);

/** How a link was opened: by the desktop host in the system's browser, or not at all, and then the page shows the address. */
export type OpenedLink =
  | { readonly kind: 'opened' }
  | { readonly kind: 'address'; readonly url: string; readonly title: string };

/** A word to somebody who looks at another window: shown by the operating system, as plain text. */
export const noticeSchema = z.strictObject({
  title: z.string().trim().min(1).max(80),
  body: z.string().trim().max(240),
});
export type Notice = z.infer<typeof noticeSchema>;

/** What the desktop's own menu asks of the page. */
export type MenuCommand = 'run-start' | 'run-cancel' | 'bundle-save';

/**
 * A file that came from outside of the page: by double click, command line, the Open dialog or drag and drop. A profile comes
 * as its text, with the authority that it names by path; a bundle was read and checked by the host, and is opened as a run by
 * its id; a file that is neither comes as a refusal in words.
 */
export type OpenedFile =
  | {
      readonly kind: 'profile';
      readonly name: string;
      readonly text: string;
      readonly ca?: { readonly name: string; readonly pem: string };
    }
  | { readonly kind: 'run'; readonly name: string; readonly runId: string }
  | { readonly kind: 'refused'; readonly name: string; readonly code: string; readonly message: string };

/** How a report was printed: into a file of the user's choice, or the user thought better of it. */
export type PrintedReport =
  | { readonly kind: 'saved'; readonly path: string; readonly sizeBytes: number }
  | { readonly kind: 'cancelled' };
