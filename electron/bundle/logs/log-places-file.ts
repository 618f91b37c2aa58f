import { parse } from 'yaml';
import { ok, type Result, refused } from '../../contract/result.ts';
import { LOG_PLACES_SCHEMA, type LogPlace, logPlacesSchema } from './log-places.ts';

/** Two hundred places with long names are below this. */
const LIMIT_CHARACTERS = 256 * 1024;
const ALIAS_LIMIT = 20;

/**
 * Reads a file that names places of logs, YAML or JSON (`airway.log-places/1`). Refuses in the middle of a sentence: `too-large`,
 * `syntax`, `invalid`, `relative-folder`.
 */
export function parseLogPlaces(text: string): Result<readonly LogPlace[]> {
  if (text.length > LIMIT_CHARACTERS) return refused('too-large', 'a list of places has at most 256 KB');
  let value: unknown;
  try {
    value = parse(text, { schema: 'core', logLevel: 'error', maxAliasCount: ALIAS_LIMIT });
  } catch {
    // The parser's own text may quote the file, and nesting without end is a RangeError of the engine.
    return refused('syntax', 'not readable as YAML or JSON');
  }
  const parsed = logPlacesSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    return refused('invalid', `${where === '' ? '' : `${where}: `}${issue?.message ?? 'not valid'}`);
  }
  const { places } = parsed.data;
  const relative = places.find(({ folder }) => !/^(?:\/|[A-Za-z]:[\\/]|\\\\|%\w+%|\$\{\w+\})/.test(folder));
  return relative === undefined
    ? ok(places)
    : refused(
        'relative-folder',
        `${relative.folder}: expected an absolute folder (schema ${LOG_PLACES_SCHEMA})`,
      );
}
