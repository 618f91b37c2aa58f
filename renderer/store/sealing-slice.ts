import type { StateCreator } from 'zustand';
import type { Sealing } from '../../electron/contract/bundle-saving.ts';
import type { Refusal } from '../../electron/contract/result.ts';
import { ask } from './ask.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** What was typed or chosen to close a bundle with. It lives in this page alone and is kept nowhere. */
export interface SealingForm {
  /** Public keys of age, one a line. */
  readonly recipients: string;
  readonly certificatePem: string;
  readonly keyPem: string;
  readonly passphrase: string;
}

/** What the host says of it. */
export type SealingCheck =
  | { readonly kind: 'none' | 'checking' }
  | { readonly kind: 'usable'; readonly recipients: number; readonly signer?: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/** How the bundle is to be closed. */
export interface SealingSlice {
  readonly sealingForm: SealingForm;
  readonly sealingCheck: SealingCheck;
  /** Takes what was typed; the host is asked about it once the typing pauses. */
  setSealing(change: Partial<SealingForm>): void;
}

const EMPTY: SealingForm = { recipients: '', certificatePem: '', keyPem: '', passphrase: '' };

const PAUSE_MS = 300;
const MOST_RECIPIENTS = 10;

/** Undefined where nothing was asked for. */
export function sealingOf(form: SealingForm): Sealing | undefined {
  const recipients = form.recipients.split(/[\s,]+/).filter((key) => key !== '');
  const isSigned = form.certificatePem.trim() !== '' || form.keyPem.trim() !== '';
  if (recipients.length === 0 && !isSigned) return undefined;
  const { certificatePem, keyPem, passphrase } = form;
  return {
    recipients: recipients.slice(0, MOST_RECIPIENTS).map((key) => key.slice(0, 120)),
    ...(isSigned ? { signer: { certificatePem, keyPem, ...(passphrase === '' ? {} : { passphrase }) } } : {}),
  };
}

/** Encryption and signature of a bundle. */
export const sealingSlice =
  ({ api, later }: StoreTools): StateCreator<WizardState, [], [], SealingSlice> =>
  (set, get) => {
    let asked = 0;
    let callOff = (): void => undefined;

    const check = async (): Promise<void> => {
      const sealing = sealingOf(get().sealingForm);
      if (sealing === undefined) return;
      asked += 1;
      const mine = asked;
      const answer = await ask(api.invoke('sealing-check', sealing));
      if (mine !== asked) return;
      set({
        sealingCheck: answer.ok
          ? { kind: 'usable', recipients: sealing.recipients.length, ...answer.value }
          : { kind: 'refused', refusal: answer.error },
      });
    };

    return {
      sealingForm: EMPTY,
      sealingCheck: { kind: 'none' },
      setSealing: (change) => {
        callOff();
        asked += 1;
        const sealingForm = { ...get().sealingForm, ...change };
        const isAsked = sealingOf(sealingForm) !== undefined;
        set({ sealingForm, sealingCheck: { kind: isAsked ? 'checking' : 'none' } });
        if (isAsked) callOff = later(() => void check(), PAUSE_MS);
      },
    };
  };
