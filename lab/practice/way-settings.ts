import type { ProxySources } from '../../electron/contract/proxy-sources.ts';
import type { WayPlan } from './way-plan.ts';

/** What `reg query` prints of the user's setting when there is none. */
const WININET_DIRECT = '\r\n    ProxyEnable    REG_DWORD    0x0\r\n';

/** What `netsh winhttp show proxy` prints. */
const winhttp = (...lines: readonly string[]): string =>
  ['', 'Current WinHTTP proxy settings:', '', ...lines.map((line) => `    ${line}`), '', ''].join('\r\n');

/** The settings of a made-up machine; `proxyPort` is where the site's proxy listens on loopback. */
export function practiceSettings(settings: WayPlan['settings'], proxyPort: number): ProxySources {
  const server = `Proxy Server(s) :  127.0.0.1:${proxyPort}`;
  const printed = {
    none: winhttp('Direct access (no proxy server).'),
    'services-by-proxy': winhttp(server, 'Bypass List     :  (none)'),
    'exception-missing': winhttp(server, 'Bypass List     :  10.*;192.168.*;*.practice.invalid'),
  };
  return {
    platform: 'win32',
    environment: {},
    run: async (program, args) => {
      if (program.endsWith('netsh.exe') && args.includes('proxy')) return printed[settings];
      if (program.endsWith('reg.exe') && !args.includes('/v')) return WININET_DIRECT;
      throw Object.assign(new Error('the practice site has no such setting'), { code: 'ENOENT' });
    },
  };
}
