import type { StateCreator } from 'zustand';
import { kept } from './kept.ts';
import { EMPTY_SYSLOG, type SyslogForm } from './syslog-form.ts';
import type { StoreTools, WizardState } from './wizard-store.ts';

/** What the Syslog screen holds. */
export interface SyslogSlice {
  readonly syslogForm: SyslogForm;
  /** Consent to one syslog test message in the next run. Never kept, and spent by the start of a run. */
  readonly sendsSyslogTest: boolean;
  editSyslog(change: Partial<SyslogForm>): void;
  setSendsSyslogTest(sends: boolean): void;
}

/** The Syslog screen: which receiver, and what it is sent. */
export const syslogSlice = (tools: StoreTools): StateCreator<WizardState, [], [], SyslogSlice> => {
  const form = kept(tools, 'syslog', EMPTY_SYSLOG);
  return (set) => ({
    syslogForm: form.start,
    sendsSyslogTest: false,
    editSyslog: (change) =>
      set(({ syslogForm, sendsSyslogTest }) => ({
        syslogForm: form.keep({ ...syslogForm, ...change }),
        // Another receiver was not agreed to.
        sendsSyslogTest: 'address' in change ? false : sendsSyslogTest,
      })),
    setSendsSyslogTest: (sendsSyslogTest) => set({ sendsSyslogTest }),
  });
};
