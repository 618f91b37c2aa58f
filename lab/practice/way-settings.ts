import type { ProxySources } from '../../electron/contract/proxy-sources.ts';
import type { WayPlan } from './way-plan.ts';

/** What `netsh winhttp show proxy` prints on a machine whose services go direct. */
const WINHTTP_DIRECT =
  '\r\nCurrent WinHTTP proxy settings:\r\n\r\n    Direct access (no proxy server).\r\n\r\n';

/** What `reg query` prints of the user's setting when there is none. */
const WININET_DIRECT = '\r\n    ProxyEnable    REG_DWORD    0x0\r\n';

const nothing = (): Promise<never> =>
  Promise.reject(Object.assign(new Error('the practice site runs no programs'), { code: 'ENOENT' }));

/** The settings of a made-up machine; `tunnelPort` is where a proxy of the site listens on loopback. */
export function practiceSettings(settings: WayPlan['settings'], tunnelPort: number): ProxySources {
  const proxy = { HTTPS_PROXY: `http://127.0.0.1:${tunnelPort}` };
  switch (settings) {
    case 'none':
      return { platform: 'practice', environment: {}, run: nothing };
    case 'exception-missing':
      return {
        platform: 'practice',
        environment: { ...proxy, NO_PROXY: '10.0.0.0/8,192.168.0.0/16,.practice.invalid' },
        run: nothing,
      };
    case 'services-direct':
      return {
        platform: 'win32',
        environment: proxy,
        run: async (program, args) => {
          if (program.endsWith('netsh.exe') && args.includes('proxy')) return WINHTTP_DIRECT;
          if (program.endsWith('reg.exe') && !args.includes('/v')) return WININET_DIRECT;
          return nothing();
        },
      };
  }
}
