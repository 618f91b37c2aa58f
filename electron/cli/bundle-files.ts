import { type ReadBundle, readBundle } from '../bundle/read-bundle.ts';
import { readIdentities } from '../bundle/seal/open-sealed.ts';
import { ok, type Result, refused } from '../contract/result.ts';
import { readText } from './sealing.ts';

/** The private age keys in a file that `--identity` names; none when it is not given. */
export async function identitiesIn(path: string | undefined): Promise<Result<readonly string[]>> {
  if (path === undefined) return ok([]);
  const text = await readText('--identity', path);
  if (!text.ok) return text;
  const identities = readIdentities(text.value);
  return identities.length === 0
    ? refused('no-identity', `--identity: ${path} holds no private age key (AGE-SECRET-KEY-1…)`)
    : ok(identities);
}

/** Reads a bundle that a command names. */
export async function readBundleFile(
  path: string,
  identity: string | undefined,
): Promise<Result<ReadBundle>> {
  const identities = await identitiesIn(identity);
  return identities.ok ? readBundle(path, { identities: identities.value }) : identities;
}
