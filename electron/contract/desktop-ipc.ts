/** Electron's own channels between preload script and main process. Every question of the contract goes through the first. */
export const QUESTION = 'airway-question';
/** A file was dropped onto the page: its path, which the preload script alone can learn. */
export const DROPPED = 'airway-dropped';
/** The page's browser enforced the content security policy: `{directive, blocked}`. */
export const PAGE_POLICY = 'airway-page-policy';
