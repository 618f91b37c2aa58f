import { splitExceptions } from './exceptions.ts';
import { type Asked, type AskedSetting, askSetting, readServer, unreadable } from './setting.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy variables of this process. Programs differ in which case they read first (curl and Python the lower one, Go the
 * upper one), so where both are set and lead to different ways there are two answers, one for each.
 */
export function environmentSettings(environment: Environment, asked: Asked): AskedSetting[] {
  const lower = oneCase(environment, asked, (name) => [name, name.toUpperCase()]);
  const upper = oneCase(environment, asked, (name) => [name.toUpperCase(), name]);
  const isSame = JSON.stringify(lower.setting.answers) === JSON.stringify(upper.setting.answers);
  return isSame ? [lower] : [lower, upper];
}

function oneCase(
  environment: Environment,
  asked: Asked,
  order: (name: string) => readonly [string, string],
): AskedSetting {
  const first = (...names: readonly string[]): { name: string; value: string } | undefined => {
    for (const name of names.flatMap((one) => order(one))) {
      const value = environment[name];
      if (value !== undefined && value.trim() !== '') return { name, value };
    }
    return undefined;
  };
  const proxy = first('https_proxy', 'all_proxy');
  const exceptions = first('no_proxy');
  const names = [proxy?.name, exceptions?.name].filter((name) => name !== undefined);
  const where = names.length === 0 ? 'HTTPS_PROXY, ALL_PROXY, NO_PROXY' : names.join(', ');
  const { server, hasLogin } =
    proxy === undefined ? { server: undefined, hasLogin: false } : readServer(proxy.value);
  if (proxy !== undefined && server === undefined)
    return unreadable('environment', where, `${proxy.name} holds no address of a proxy`);
  return askSetting(
    {
      source: 'environment',
      style: 'environment',
      where,
      server,
      exceptions: splitExceptions(exceptions?.value ?? ''),
      hasLogin,
    },
    asked,
  );
}
