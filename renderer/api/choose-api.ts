import { browserApi } from './browser-api.ts';
import { desktopApi } from './desktop-api.ts';
import type { WizardApi } from './wizard-api.ts';

/** The API of whichever host opened this page. */
export function chooseApi(page: Window): WizardApi {
  return page.airway === undefined
    ? browserApi({
        baseUrl: new URL('/', page.location.href).href,
        fetch: (input, init) => page.fetch(input, init),
        openEventSource: (url) => new EventSource(url),
      })
    : desktopApi(page.airway);
}
