import { stringify } from 'yaml';
import type { Profile } from '../contract/profile.ts';

/** A login inside an address: `http://user:password@proxy.example.com` (RFC 3986 §3.2.1). */
const URL_LOGIN = /^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i;

/** The profile with logins cut out of its proxy addresses; secrets by reference (`env`, `file`, `ask`) stay, they name no value. */
export function withoutLogins(profile: Profile): Profile {
  const { proxy } = profile;
  if (proxy === undefined || 'mode' in proxy) return profile;
  const cut = (url: string): string => url.replace(URL_LOGIN, '$1');
  return {
    ...profile,
    proxy: 'url' in proxy ? { url: cut(proxy.url) } : { pacUrl: cut(proxy.pacUrl) },
  };
}

/** The profile as YAML in the form that `airway check --profile` reads; absent sections stay absent. */
export function renderProfileFile(profile: Profile, isPractice: boolean): string {
  const head = isPractice
    ? ['The practice site as it was checked. Its ports were open only while that run went on.']
    : [
        'The site as it was checked. It holds no secrets.',
        'Use it again: airway check --profile profile.yaml',
      ];
  return `${head.map((line) => `# ${line}\n`).join('')}${stringify(profile, { lineWidth: 0 })}`;
}
