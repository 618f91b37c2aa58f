import { whyNotHost } from '../../contract/host-name.ts';
import type { AssetConfig } from '../../contract/outcomes/responder-asset.ts';
import words from './data/config-keys.json' with { type: 'json' };
import { withoutUserInfo } from './host-environment.ts';

const LINE_LIMIT = 2000;
const LINES_LIMIT = 4000;
const KEY_LIMIT = 64;
const ADDRESS_LIMIT = 16;

const SECRET = new RegExp(words.secret, 'i');
const PROXY = new RegExp(words.proxy, 'i');
const CONSOLE = new RegExp(words.console, 'i');
const ADDRESS = new RegExp(words.address, 'i');

const LINE = /^( *)(?:- )?(?:export +)?["']?([A-Za-z_][\w.-]{0,119})["']? *[:=](?: +|(?=[^/ ])|$)(.*)$/;

/**
 * Keys of a configuration whose keys nobody has published: lines `key: value` with indentation (YAML), or `KEY=value` (an
 * environment file). Names of keys are kept; a value only where its key is about an address or a proxy and it is one. What a key
 * that may be a secret holds is never looked at. Anything else in the file is passed over.
 */
export function responderConfig(path: string, text: string): AssetConfig {
  const keys = new Set<string>();
  const addresses: AssetConfig['addresses'] = [];
  const parents: { indent: number; name: string }[] = [];
  for (const raw of text.split(/\r?\n/, LINES_LIMIT)) {
    const [, indentation = '', name = '', value = ''] = LINE.exec(raw.slice(0, LINE_LIMIT)) ?? [];
    if (name === '') continue;
    while ((parents.at(-1)?.indent ?? -1) >= indentation.length) parents.pop();
    const key = [...parents.map((parent) => parent.name), name].join('.').slice(0, 120);
    const scalar = scalarOf(value);
    if (scalar === '' && parents.length < 8) parents.push({ indent: indentation.length, name });
    if (keys.size < KEY_LIMIT) keys.add(key);
    const about = aboutOf(key);
    const host = about === undefined ? undefined : hostOf(scalar);
    if (about !== undefined && host !== undefined && addresses.length < ADDRESS_LIMIT)
      addresses.push({ key, ...host, about });
  }
  return { path: path.slice(0, 1024), keys: [...keys], addresses };
}

function aboutOf(key: string): AssetConfig['addresses'][number]['about'] | undefined {
  if (SECRET.test(key)) return undefined;
  if (PROXY.test(key)) return 'proxy';
  if (CONSOLE.test(key)) return 'console';
  return ADDRESS.test(key) ? 'address' : undefined;
}

/** A plain or quoted scalar of one line, without its comment. */
function scalarOf(value: string): string {
  const text = value.trim();
  const quoted = /^(["'])(.*?)\1/.exec(text);
  if (quoted !== null) return (quoted[2] ?? '').trim();
  return text.replace(/(?:^|\s)#.*$/, '').trim();
}

/** The host in `host`, `host:port` or a URL; undefined for everything else. User info is cut before anything is looked at. */
function hostOf(value: string): { readonly host: string; readonly port?: number } | undefined {
  const bare = withoutUserInfo(value.trim());
  if (bare === '' || bare.length > 1000) return undefined;
  const scheme = /^([a-z][a-z0-9+.-]{0,20}):\/\//i.exec(bare)?.[0];
  const authority = (scheme === undefined ? bare : bare.slice(scheme.length)).split(/[/?#]/)[0] ?? '';
  // A path is no host, although its last part may read like one.
  if (scheme === undefined && bare.includes('/') && !/^[^/]+\/?$/.test(bare)) return undefined;
  const match = /^(?:\[([^\]]{2,45})\]|([^:\s]+))(?::(\d{1,5}))?$/.exec(authority);
  const host = match?.[1] ?? match?.[2] ?? (whyNotHost(authority) === undefined ? authority : '');
  // A single word such as `true` is a legal host name and rarely one.
  const isAddress = host === 'localhost' || /[.:]/.test(host) || scheme !== undefined;
  if (!isAddress || whyNotHost(host) !== undefined) return undefined;
  const port = Number(match?.[3] ?? 0);
  return { host: host.toLowerCase(), ...(port >= 1 && port <= 65_535 ? { port } : {}) };
}
