import { createContext, type ReactNode, useContext } from 'react';
import { useStore } from 'zustand';
import type { WizardState, WizardStore } from './wizard-store.ts';

const StoreContext = createContext<WizardStore | null>(null);

/** Gives the one store to everything below. */
export function StoreProvider({ store, children }: { store: WizardStore; children: ReactNode }) {
  return <StoreContext value={store}>{children}</StoreContext>;
}

/** The store itself, for what reads it only when something happens. */
export function useWizardStore(): WizardStore {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('useWizardStore is used outside StoreProvider');
  return store;
}

/** Reads one value of the store; the component draws again only when that value changes. */
export function useWizard<T>(select: (state: WizardState) => T): T {
  return useStore(useWizardStore(), select);
}
