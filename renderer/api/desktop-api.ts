import type { AirwayApi } from '../../electron/contract/channels.ts';
import type { WizardApi } from './wizard-api.ts';

declare global {
  interface Window {
    /** Put there by the preload script of the desktop host; absent in a browser. */
    readonly airway?: AirwayApi;
  }
}

/** The desktop host's API. Page and process live and die together, so the connection is never lost. */
export function desktopApi(airway: AirwayApi): WizardApi {
  return {
    invoke: (channel, input) => airway.invoke(channel, input),
    listen: (channel, onNews) => airway.listen(channel, onNews),
    openDropped: (file) => airway.openDropped?.(file),
    onConnection: (listener) => {
      listener('connected');
      return () => undefined;
    },
  };
}
