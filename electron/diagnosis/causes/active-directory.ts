import { defineCauses } from '../cause.ts';
import { ACTIVE_DIRECTORY_BIND } from './active-directory-bind.ts';
import { ACTIVE_DIRECTORY_DOMAIN } from './active-directory-domain.ts';
import { ACTIVE_DIRECTORY_SECURITY } from './active-directory-security.ts';

/** Causes between the Console and Active Directory. */
export const ACTIVE_DIRECTORY_CAUSES = defineCauses('active-directory', {
  ...ACTIVE_DIRECTORY_SECURITY,
  ...ACTIVE_DIRECTORY_BIND,
  ...ACTIVE_DIRECTORY_DOMAIN,
});
