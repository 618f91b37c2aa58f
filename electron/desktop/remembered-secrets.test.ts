import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { temporaryFolder } from '../bundle/testing/temporary-folder.ts';
import type { HostHandlers } from '../contract/channels.ts';
import { type Profile, profileSchema, type Secrets } from '../contract/profile.ts';
import { ok, refused } from '../contract/result.ts';
import { StandInSafeStorage } from '../testing/electron-stand-in/stand-in-system.ts';
import { RememberedSecrets, rememberingStart } from './remembered-secrets.ts';

const SECRETS: Secrets = {
  apiToken: 'geheim-token',
  bindPassword: 'geheim-password',
  proxyLogin: { username: 'svc', password: 'geheim-proxy' },
};
const PROFILE: Profile = profileSchema.parse({
  schema: 'airway.profile/1',
  name: 'Example Corp',
  console: { address: 'air.example.com' },
  activeDirectory: { domain: 'corp.example.com', username: 'svc-air' },
  proxy: { url: 'http://proxy.example.com:3128' },
});

let path: string;
let storage: StandInSafeStorage;
let secrets: RememberedSecrets;
let clock: number;
beforeEach(() => {
  path = join(temporaryFolder(), 'kept', 'secrets.json');
  storage = new StandInSafeStorage();
  clock = 0;
  secrets = new RememberedSecrets({
    path,
    now: () => {
      clock += 1000;
      return new Date(clock);
    },
    vault: {
      whyUnavailable: async () => undefined,
      encrypt: (text) => storage.encryptStringAsync(text),
      decrypt: async (cipher) => (await storage.decryptStringAsync(cipher)).result,
    },
  });
});
const recalled = async (change: Partial<Profile> = {}, caPem?: string) =>
  (await secrets.recall({ profile: { ...PROFILE, ...change }, secrets: {}, caPem })).secrets;

describe('remembered secrets', () => {
  it('come back for the same site', async () => {
    await secrets.remember({ profile: PROFILE, secrets: SECRETS });
    expect(await recalled()).toEqual(SECRETS);
    expect(await recalled({ name: 'Another name', vantage: 'asset' })).toEqual(SECRETS);
  });

  it('give way to what was typed', async () => {
    await secrets.remember({ profile: PROFILE, secrets: SECRETS });
    const site = await secrets.recall({ profile: PROFILE, secrets: { apiToken: 'typed' } });
    expect(site.secrets).toEqual({ ...SECRETS, apiToken: 'typed' });
  });

  it('stand in the file encrypted, which only this user can read and which names no site', async () => {
    await secrets.remember({ profile: PROFILE, secrets: SECRETS });
    const text = readFileSync(path, 'utf8');
    const found = ['geheim', 'example', 'svc', Buffer.from('geheim').toString('base64').slice(0, 7)];
    for (const word of found) expect(text).not.toContain(word);
    expect(statSync(path).mode & 0o077).toBe(0);
  });

  it.each<[string, Partial<Profile>]>([
    ['address', { console: { address: 'attacker.example' } }],
    ['port', { console: { address: 'air.example.com', ports: { primary: 8443 } } }],
    ['fingerprint', { console: { address: 'air.example.com', fingerprint256: 'AB' } }],
    ['resolver', { resolvers: ['10.66.0.66'] }],
    ['proxy', { proxy: { url: 'http://proxy.attacker.example:3128' } }],
  ])('do not go to another %s', async (_what, change) => {
    await secrets.remember({ profile: PROFILE, secrets: SECRETS });
    expect((await recalled(change)).apiToken).toBeUndefined();
  });

  it.each<[string, Partial<NonNullable<Profile['activeDirectory']>>]>([
    ['domain', { domain: 'corp.attacker.example' }],
    ['server', { servers: ['dc.attacker.example'] }],
    ['port', { ports: { ldaps: 6360 } }],
    ['account', { username: 'administrator' }],
    ['less safe way', { security: 'plain' }],
  ])('do not go to another %s of the directory', async (_what, change) => {
    await secrets.remember({ profile: PROFILE, secrets: SECRETS });
    const activeDirectory = {
      domain: 'corp.example.com',
      username: 'svc-air',
      security: 'ldaps',
      ...change,
    } as const;
    expect((await recalled({ activeDirectory })).bindPassword).toBeUndefined();
  });

  it('do not go to a server that another authority vouches for', async () => {
    await secrets.remember({ profile: PROFILE, secrets: SECRETS });
    expect(await recalled({}, 'PEM of an attacker')).toEqual({
      proxyLogin: undefined,
    });
  });

  it('are not there for another user of the machine, nor after they were forgotten', async () => {
    await secrets.remember({ profile: PROFILE, secrets: SECRETS });
    storage.user = 'somebody else';
    expect(await recalled()).toEqual({});
    storage.user = 'engineer';
    secrets.forget();
    expect(existsSync(path)).toBe(false);
    expect(await recalled()).toEqual({});
  });

  it('are replaced, and the oldest of many make room', async () => {
    await secrets.remember({ profile: PROFILE, secrets: { apiToken: 'old' } });
    await secrets.remember({ profile: PROFILE, secrets: { apiToken: 'new' } });
    expect((await recalled()).apiToken).toBe('new');
    for (let count = 0; count < 60; count += 1)
      await secrets.remember({
        profile: { ...PROFILE, console: { address: `air-${count}.example.com` } },
        secrets: { apiToken: 'other' },
      });
    expect((await recalled()).apiToken).toBeUndefined();
    expect((await recalled({ console: { address: 'air-59.example.com' } })).apiToken).toBe('other');
  });

  it.each(['', 'no json', '[]', '{"schema":"airway.secrets/1","entries":[{"key":"x"}]}'])(
    'are none where the file holds %j',
    async (text) => {
      await secrets.remember({ profile: PROFILE, secrets: SECRETS });
      writeFileSync(path, text);
      expect(await recalled()).toEqual({});
    },
  );
});

describe('a start', () => {
  const started = vi.fn<HostHandlers['run-start']>();
  beforeEach(() => started.mockReset().mockResolvedValue(ok({ runId: 'a' })));
  const starting = (isOn: boolean, onFailure: (why: string) => void = vi.fn()) =>
    rememberingStart(started, secrets, () => isOn, onFailure);

  it('remembers and recalls nothing unless it was asked for', async () => {
    await starting(false)({ site: { profile: PROFILE, secrets: SECRETS } });
    expect(existsSync(path)).toBe(false);
    await starting(false)({ site: { profile: PROFILE, secrets: {} } });
    expect(started).toHaveBeenLastCalledWith({ site: { profile: PROFILE, secrets: {} } });
  });

  it('remembers what it was given, and gives it to the next one', async () => {
    await starting(true)({ site: { profile: PROFILE, secrets: SECRETS } });
    await starting(true)({ site: { profile: PROFILE, secrets: {} } });
    expect(started).toHaveBeenLastCalledWith({ site: { profile: PROFILE, secrets: SECRETS } });
  });

  it('remembers nothing of a run that was refused, nor of practice', async () => {
    started.mockResolvedValue(refused('busy', 'A run is under way.'));
    await starting(true)({ site: { profile: PROFILE, secrets: SECRETS } });
    await starting(true)({ practice: { faults: [] } });
    expect(existsSync(path)).toBe(false);
  });

  it('goes on where nothing can be encrypted, and says so without the secret', async () => {
    const onFailure = vi.fn();
    vi.spyOn(storage, 'encryptStringAsync').mockRejectedValue(new Error('geheim-token'));
    expect(await starting(true, onFailure)({ site: { profile: PROFILE, secrets: SECRETS } })).toMatchObject({
      ok: true,
    });
    expect(onFailure).toHaveBeenCalledWith('secrets could not be remembered');
  });
});
