import packageJson from '../../package.json' with { type: 'json' };
import type { Tool } from '../contract/events.ts';

/** This program's name and version, as they stand in events, reports and bundles. */
export const TOOL: Tool = { name: 'airway', version: packageJson.version };
