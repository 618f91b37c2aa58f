import { z } from 'zod';

/** A small file on the customer's own network, or none at all. */
const LIMIT_BYTES = 16 * 1024;
const DEADLINE_MS = 8000;

const feedSchema = z.object({
  version: z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/, 'expected a version such as 1.4.0'),
});

/** What a check for updates came to, in words that can be shown. */
export interface UpdateAnswer {
  readonly isNewer: boolean;
  readonly words: string;
}

/**
 * The address that updates are asked at: AIRWAY_UPDATE_FEED, an https URL of a file `{"version": "1.4.0"}` that whoever distributes
 * Airway keeps. Undefined where none is set, and then there is no check at all.
 */
export function updateFeed(environment: NodeJS.ProcessEnv): string | undefined {
  const feed = environment['AIRWAY_UPDATE_FEED'] ?? '';
  return URL.canParse(feed) && new URL(feed).protocol === 'https:' ? feed : undefined;
}

/** Asks once, because somebody asked for it. Sends nothing about this machine; downloads nothing but the version. Never rejects. */
export async function checkForUpdate(
  feed: string,
  current: string,
  fetchFeed: typeof fetch = fetch,
): Promise<UpdateAnswer> {
  const { host } = new URL(feed);
  const cannotTell = (why: string) => ({ isNewer: false, words: `${host} cannot be asked: ${why}.` });
  try {
    const response = await fetchFeed(feed, {
      redirect: 'error',
      credentials: 'omit',
      headers: { accept: 'application/json', 'user-agent': 'airway' },
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    if (!response.ok) return cannotTell(`it answered with status ${response.status}`);
    const feedRead = feedSchema.safeParse(JSON.parse(await readText(response)));
    if (!feedRead.success) return cannotTell('its answer names no version');
    const { version } = feedRead.data;
    return isNewer(version, current)
      ? { isNewer: true, words: `Airway ${version} is there; this is ${current}.` }
      : { isNewer: false, words: `This is Airway ${current}; ${host} offers nothing newer.` };
  } catch (error) {
    if (error instanceof SyntaxError) return cannotTell('its answer is no JSON');
    if (error instanceof DOMException && error.name === 'TimeoutError')
      return cannotTell(`no answer within ${DEADLINE_MS / 1000} seconds`);
    if (error instanceof RangeError) return cannotTell('its answer is too long');
    return cannotTell('the request failed');
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of response.body ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > LIMIT_BYTES) throw new RangeError('too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isNewer(offered: string, current: string): boolean {
  const numbers = (version: string): number[] => version.split(/[.-]/).slice(0, 3).map(Number);
  const mine = numbers(current);
  for (const [place, number] of numbers(offered).entries()) {
    const own = mine[place] ?? 0;
    if (number !== own) return number > own;
  }
  return false;
}
