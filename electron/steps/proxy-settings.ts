import type { StepId } from '../contract/checks.ts';
import type { Outcome } from '../contract/outcomes/outcome.ts';
import { consolePorts, type Profile } from '../contract/profile.ts';
import { pacFile } from '../probes/pac/pac.ts';
import { shownPacUrl } from '../probes/pac/pac-url.ts';
import { proxySettings } from '../probes/proxy-settings/proxy-settings.ts';
import { systemSources } from '../probes/proxy-settings/system-sources.ts';
import { check, type PlanInputs, type PlanNode, whenFinished } from './plan.ts';

/** The row that says what this machine's proxy settings are. */
export const PROXY_SETTINGS = 'proxy/settings';

/** PAC files that are fetched: a machine has one, rarely one for the user and one for services. */
const PAC_LIMIT = 3;

/** The settings of this machine for the Console at `host`, and each PAC file that they name. A PAC file of the profile comes at once. */
export function planProxySettings(
  profile: Profile,
  host: string,
  inputs: PlanInputs,
  step: StepId,
): readonly PlanNode[] {
  const { primary, alternate, tasks } = consolePorts(profile);
  const ports = [...new Set([primary, alternate, tasks].filter((port) => port !== null))];
  const { caPem } = inputs;
  // What is cut out of outcomes is still needed to fetch the file.
  const pacUrls = new Map<string, string>();
  const pac = (shown: string, namedBy: readonly string[]): PlanNode =>
    check(
      pacFile,
      {
        url: pacUrls.get(shown) ?? shown,
        namedBy,
        host,
        ports,
        ...(caPem === undefined ? {} : { caPem }),
      },
      {
        id: pacRow(shown),
        step,
        title: 'Proxy configuration file',
        target: shown.slice(0, 400),
        subject: 'proxy',
      },
    );
  const own = profile.proxy !== undefined && 'pacUrl' in profile.proxy ? profile.proxy.pacUrl : undefined;
  if (own !== undefined) pacUrls.set(shownPacUrl(own), own);
  return [
    check(
      proxySettings,
      {
        host,
        ports,
        profileProxy: profile.proxy,
        sources: inputs.proxySources ?? systemSources(),
        keepPacUrl: (shown, url) => pacUrls.set(shown, url),
      },
      { id: PROXY_SETTINGS, step, title: 'Proxy settings of this machine', target: host, subject: 'proxy' },
    ),
    ...(own === undefined ? [] : [pac(shownPacUrl(own), ['profile'])]),
    whenFinished([PROXY_SETTINGS], (seen) =>
      pacsIn(seen.get(PROXY_SETTINGS)).map(([shown, namedBy]) => pac(shown, namedBy)),
    ),
  ];
}

const pacRow = (shownUrl: string): string => `proxy/pac/${shownUrl}`.slice(0, 400);

/** The rows of the PAC files that an outcome of kind `proxy-settings` names. */
export const pacRowsIn = (outcome: Outcome | undefined): string[] =>
  pacsIn(outcome).map(([shown]) => pacRow(shown));

function pacsIn(outcome: Outcome | undefined): (readonly [shown: string, namedBy: readonly string[]])[] {
  if (outcome?.kind !== 'proxy-settings') return [];
  const found = new Map<string, string[]>();
  for (const { pacUrl, source } of outcome.settings)
    if (pacUrl !== undefined) found.set(pacUrl, [...(found.get(pacUrl) ?? []), source]);
  return [...found].slice(0, PAC_LIMIT);
}
