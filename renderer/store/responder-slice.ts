import type { StateCreator } from 'zustand';
import { kept } from './kept.ts';
import { EMPTY_RESPONDER, type ResponderForm } from './responder-form.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** What the Responder screen holds. */
export interface ResponderSlice {
  readonly responderForm: ResponderForm;
  editResponder(change: Partial<ResponderForm>): void;
}

/** The Responder screen: what a Responder needs beyond HTTPS. */
export const responderSlice = (tools: StoreTools): StateCreator<WizardState, [], [], ResponderSlice> => {
  const form = kept(tools, 'responder', EMPTY_RESPONDER);
  return (set) => ({
    responderForm: form.start,
    editResponder: (change) =>
      set(({ responderForm }) => ({ responderForm: form.keep({ ...responderForm, ...change }) })),
  });
};
