import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { HostHandlers, RunRequest } from '../contract/channels.ts';
import { type Secrets, secretsSchema } from '../contract/profile.ts';
import { keepSettings } from './kept-settings.ts';

/** Sites whose secrets are kept; the one that was used longest ago makes room. */
const MOST_ENTRIES = 60;

const entrySchema = z.object({
  key: z.string().regex(/^[0-9a-f]{64}$/),
  cipher: z.base64().max(16_384),
  usedAt: z.iso.datetime(),
});
const fileSchema = z.object({
  schema: z.literal('airway.secrets/1'),
  entries: z.array(entrySchema).max(MOST_ENTRIES),
});
type Entry = z.infer<typeof entrySchema>;

/** What encrypts for this user of this machine alone: Keychain, DPAPI, Secret Service. */
export interface Vault {
  /** Why nothing can be encrypted here, in words; undefined when it can. */
  whyUnavailable(): Promise<string | undefined>;
  encrypt(text: string): Promise<Buffer>;
  decrypt(cipher: Buffer): Promise<string>;
}

export interface RememberedSecretsOptions {
  readonly path: string;
  readonly vault: Vault;
  readonly now?: () => Date;
}

type Site = Extract<RunRequest, { site: unknown }>['site'];
type Field = keyof Secrets;

/**
 * Secrets that the user asked to be remembered, encrypted by the operating system. Each is bound to where it would be sent and to
 * what vouches for that place: another address, port, account, security, resolver, proxy or authority finds nothing. So a page
 * that was taken over cannot have a secret sent elsewhere, and no secret ever goes back to a page.
 */
export class RememberedSecrets {
  readonly #vault: Vault;
  readonly #now: () => Date;
  readonly #file;

  constructor({ path, vault, now = () => new Date() }: RememberedSecretsOptions) {
    this.#vault = vault;
    this.#now = now;
    this.#file = keepSettings(path, fileSchema, { schema: 'airway.secrets/1', entries: [] });
  }

  /** The site with its own secrets, and remembered ones where it has none. What cannot be decrypted is left out. */
  async recall(site: Site): Promise<Site> {
    const { entries } = this.#file.read();
    const recalled: Record<string, unknown> = {};
    for (const [field, key] of keysOf(site)) {
      const entry = entries.find((one) => one.key === key);
      if (entry === undefined || site.secrets[field] !== undefined) continue;
      const text = await this.#vault.decrypt(Buffer.from(entry.cipher, 'base64')).catch(() => undefined);
      if (text !== undefined) recalled[field] = parsed(text);
    }
    const secrets = secretsSchema.safeParse({ ...recalled, ...site.secrets });
    return secrets.success ? { ...site, secrets: secrets.data } : site;
  }

  /** Keeps the secrets that a site was given. Throws where they cannot be encrypted or written. */
  async remember(site: Site): Promise<void> {
    const usedAt = this.#now().toISOString();
    const fresh: Entry[] = [];
    for (const [field, key] of keysOf(site)) {
      const secret = site.secrets[field];
      if (secret === undefined) continue;
      const cipher = await this.#vault.encrypt(JSON.stringify(secret));
      fresh.push({ key, cipher: cipher.toString('base64'), usedAt });
    }
    if (fresh.length === 0) return;
    const keys = new Set(fresh.map(({ key }) => key));
    const others = this.#file.read().entries.filter(({ key }) => !keys.has(key));
    const entries = [...fresh, ...others].sort((a, b) => b.usedAt.localeCompare(a.usedAt));
    this.#file.write({ schema: 'airway.secrets/1', entries: entries.slice(0, MOST_ENTRIES) });
  }

  /** Removes all of them. */
  forget(): void {
    this.#file.forget();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Not what was written: the schema then refuses it.
    return undefined;
  }
}

/** What each secret of a site is bound to, as a sum: the file names no site. */
function keysOf({ profile, caPem }: Site): [Field, string][] {
  const { console: target, activeDirectory, proxy, resolvers } = profile;
  const sum = (field: Field, destination: unknown): [Field, string] => [
    field,
    createHash('sha256')
      .update(JSON.stringify([field, destination, resolvers ?? null, caPem ?? null]))
      .digest('hex'),
  ];
  const keys: [Field, string][] = [];
  if (target !== undefined) {
    const { address, ports, fingerprint256 } = target;
    keys.push(sum('apiToken', [address, ports ?? null, fingerprint256 ?? null, proxy ?? null]));
  }
  if (activeDirectory !== undefined) {
    const { domain, servers, ports, security, username } = activeDirectory;
    keys.push(
      sum('bindPassword', [domain ?? null, servers ?? null, ports ?? null, security, username ?? null]),
    );
  }
  if (proxy !== undefined && 'url' in proxy) keys.push(sum('proxyLogin', [proxy.url]));
  return keys;
}

/**
 * Fills in remembered secrets before a run starts and keeps those that were given once it has. `isOn` is asked each time; `onFailure`
 * is told in words when something could not be kept, which stops no run.
 */
export function rememberingStart(
  start: HostHandlers['run-start'],
  secrets: RememberedSecrets,
  isOn: () => boolean,
  onFailure: (why: string) => void,
): HostHandlers['run-start'] {
  return async (request) => {
    if (!('site' in request) || !isOn()) return await start(request);
    const answer = await start({ ...request, site: await secrets.recall(request.site) });
    if (answer.ok)
      await secrets.remember(request.site).catch((error: unknown) => {
        const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
        onFailure(`secrets could not be remembered${code}`);
      });
    return answer;
  };
}
