import './zod-without-eval.ts';

import { StrictMode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { App } from './App.tsx';
import { chooseApi } from './api/choose-api.ts';
import { downloadText } from './components/download-text.ts';
import { createI18n } from './i18n.ts';
import { bindHost } from './store/bind-host.ts';
import { storageKeeper } from './store/keeper.ts';
import { bindLocation } from './store/location.ts';
import { StoreProvider } from './store/store-context.tsx';
import { createWizardStore } from './store/wizard-store.ts';

const i18n = createI18n(navigator.languages);
const api = chooseApi(window);
const store = createWizardStore(api, {
  session: storageKeeper(() => window.sessionStorage),
  lasting: storageKeeper(() => window.localStorage),
  download: downloadText,
});
bindLocation(store, window);
bindHost(store, api, window);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root"');
createRoot(root).render(
  <StrictMode>
    <I18nextProvider i18n={i18n}>
      <I18nProvider locale={i18n.language}>
        <StoreProvider store={store}>
          <App />
        </StoreProvider>
      </I18nProvider>
    </I18nextProvider>
  </StrictMode>,
);
