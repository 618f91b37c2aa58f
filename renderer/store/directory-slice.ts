import type { StateCreator } from 'zustand';
import { type DirectoryForm, EMPTY_DIRECTORY } from './directory-form.ts';
import { kept } from './kept.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** What the Active Directory screen holds. */
export interface DirectorySlice {
  readonly directoryForm: DirectoryForm;
  /** Typed by the engineer; in memory only, in no storage and in no address bar. */
  readonly bindPassword: string;
  editDirectory(change: Partial<DirectoryForm>): void;
  setBindPassword(password: string): void;
}

/** The Active Directory screen: which domain, and how it is asked. */
export const directorySlice = (tools: StoreTools): StateCreator<WizardState, [], [], DirectorySlice> => {
  const form = kept(tools, 'active-directory', EMPTY_DIRECTORY);
  return (set) => ({
    directoryForm: form.start,
    bindPassword: '',
    editDirectory: (change) =>
      set(({ directoryForm }) => ({ directoryForm: form.keep({ ...directoryForm, ...change }) })),
    setBindPassword: (bindPassword) => set({ bindPassword }),
  });
};
