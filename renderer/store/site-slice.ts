import type { StateCreator } from 'zustand';
import type { ReadProfile, RunSummary } from '../../electron/contract/channels.ts';
import type { Refusal } from '../../electron/contract/result.ts';
import { ask } from './ask.ts';
import { CA_FILE_LIMIT_BYTES, readCertificates } from './certificate-file.ts';
import { type TakenAddress, takeApart } from './console-address.ts';
import { kept } from './kept.ts';
import { formsOf, type TypedSecrets } from './profile-forms.ts';
import { loginIn, withoutLogin } from './proxy-form.ts';
import { EMPTY_SITE, type SiteForm, withoutSecrets } from './site-form.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** Longest profile text that a host accepts. */
export const PROFILE_FILE_LIMIT = 300_000;

/** A text file that the engineer chose. `text` is null when the file was too large to be read. */
export interface ChosenFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly text: string | null;
}

/** How the choice of a CA file ended. */
type CaFile =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'read';
      readonly name: string;
      readonly certificates: number;
      readonly hasPrivateKey: boolean;
    }
  | { readonly kind: 'too-large' | 'no-certificate'; readonly name: string };

/** How the choice of a profile file ended. */
export type ProfileFile =
  | { readonly kind: 'none' }
  | { readonly kind: 'reading' | 'too-large'; readonly name: string }
  | { readonly kind: 'refused'; readonly name: string; readonly refusal: Refusal }
  | ({ readonly kind: 'read'; readonly name: string } & Omit<ReadProfile, 'profile'>);

/** What the Site screen holds. */
export interface SiteSlice {
  readonly form: SiteForm;
  /** Typed by the engineer; in memory only, in no storage and in no address bar. */
  readonly apiToken: string;
  /** Taken out of a pasted proxy address; in memory only. */
  readonly proxyLogin: TypedSecrets['proxyLogin'];
  /** What was taken out of a pasted address, to be said once. */
  readonly taken: TakenAddress | null;
  readonly caFile: CaFile;
  readonly profileFile: ProfileFile;
  readonly recentRuns: readonly RunSummary[];
  editSite(change: Partial<SiteForm>): void;
  setApiToken(token: string): void;
  /** Takes host and port out of the address field when it holds more than a host. */
  settleAddress(): void;
  /** Takes a login out of the proxy's address when there is one. */
  settleProxy(): void;
  forgetProxyLogin(): void;
  chooseProfile(file: ChosenFile): Promise<void>;
  forgetProfile(): void;
  chooseCa(file: ChosenFile): void;
  forgetCa(): void;
  refreshRuns(): Promise<void>;
}

const FORM_KEY = 'site';
const CA_KEY = 'ca-file';

/** The Site screen: what will be checked, from where. */
export const siteSlice =
  (tools: StoreTools): StateCreator<WizardState, [], [], SiteSlice> =>
  (set, get) => {
    const { api } = tools;
    const { start: form, keep } = kept(tools, FORM_KEY, EMPTY_SITE, withoutSecrets);
    const { start: caFile, keep: keepCa } = kept<CaFile>(tools, CA_KEY, { kind: 'none' });
    return {
      form,
      apiToken: '',
      proxyLogin: null,
      taken: null,
      caFile,
      profileFile: { kind: 'none' },
      recentRuns: [],
      editSite: (change) =>
        set((state) => ({
          form: keep({ ...state.form, ...change }),
          taken: 'address' in change ? null : state.taken,
        })),
      setApiToken: (apiToken) => set({ apiToken }),
      settleAddress: () => {
        const { form } = get();
        const taken = takeApart(form.address);
        if (taken === undefined) return;
        set({ taken, form: keep({ ...form, address: taken.host, ...portsFor(taken, form) }) });
      },
      settleProxy: () => {
        const { form } = get();
        const login = loginIn(form.proxyUrl);
        set({
          form: keep({ ...form, proxyUrl: withoutLogin(form.proxyUrl) }),
          ...(login === undefined ? {} : { proxyLogin: login }),
        });
      },
      forgetProxyLogin: () => set({ proxyLogin: null }),
      chooseProfile: async ({ name, text }) => {
        if (text === null || text.length > PROFILE_FILE_LIMIT)
          return set({ profileFile: { kind: 'too-large', name } });
        set({ profileFile: { kind: 'reading', name } });
        const answer = await ask(api.invoke('profile-read', { name: name.slice(0, 255), text }));
        if (!answer.ok) return set({ profileFile: { kind: 'refused', name, refusal: answer.error } });
        const { profile, ...said } = answer.value;
        const { editDirectory, editResponder, editSyslog } = get();
        const forms = formsOf(profile, get().form);
        editResponder(forms.responderForm);
        editDirectory(forms.directoryForm);
        editSyslog(forms.syslogForm);
        set(() => ({
          form: keep(forms.form),
          taken: null,
          profileFile: { kind: 'read', name, ...said },
        }));
      },
      forgetProfile: () =>
        set((state) => ({
          profileFile: { kind: 'none' },
          form: keep({ ...state.form, base: null }),
        })),
      chooseCa: ({ name, sizeBytes, text }) => {
        if (text === null || sizeBytes > CA_FILE_LIMIT_BYTES)
          return set({ caFile: { kind: 'too-large', name } });
        const { pem, certificates, hasPrivateKey } = readCertificates(text);
        const caFile: CaFile =
          certificates === 0
            ? { kind: 'no-certificate', name }
            : { kind: 'read', name, certificates, hasPrivateKey };
        set((state) => ({ caFile: keepCa(caFile), form: keep({ ...state.form, caPem: pem }) }));
      },
      forgetCa: () =>
        set((state) => ({ caFile: keepCa({ kind: 'none' }), form: keep({ ...state.form, caPem: '' }) })),
      refreshRuns: async () => {
        // Without an answer the list stays as it was; the connection notice says why.
        const runs = await api.invoke('run-list', undefined).catch(() => undefined);
        if (runs !== undefined) set({ recentRuns: runs });
      },
    };
  };

/** A site with a port of its own has no 8443 by default, as in the profile; a pasted 8443 is the alternate port itself. */
function portsFor({ port }: TakenAddress, form: SiteForm): Partial<SiteForm> {
  if (port === undefined || String(port) === form.primaryPort) return {};
  if (form.usesAlternatePort && String(port) === form.alternatePort) return {};
  return { primaryPort: String(port), usesAlternatePort: false };
}
