import type { Rule } from '../rule.ts';
import { BIND_RULES } from './active-directory-bind.ts';
import { CONTROLLER_RULES } from './active-directory-controllers.ts';
import { DISCOVERY_RULES } from './active-directory-discovery.ts';
import { LOCATOR_RULES } from './active-directory-locator.ts';
import { READING_RULES } from './active-directory-reading.ts';

/** Causes between the Console and Active Directory, from finding a domain controller up to reading from it. */
export const ACTIVE_DIRECTORY_RULES: readonly Rule[] = [
  ...DISCOVERY_RULES,
  ...CONTROLLER_RULES,
  ...LOCATOR_RULES,
  ...BIND_RULES,
  ...READING_RULES,
];
