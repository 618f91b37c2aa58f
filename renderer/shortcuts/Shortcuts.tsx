import { useEffect, useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from '../components/Announcer.tsx';
import { Button } from '../components/Button.tsx';
import { CheckField } from '../components/CheckField.tsx';
import { copyText } from '../components/copy-text.ts';
import { useWizard, useWizardStore } from '../store/store-context.tsx';
import { act } from './act.ts';
import { SHORTCUT_IDS, SHORTCUT_KEYS, shortcutOf, takesLetters } from './shortcuts.ts';

/** Where each key moves the focus: to what can be used there, and else to the place as a whole. */
const PLACES = {
  findings: ['.findings .finding-trigger, .guess input, .findings button', '.findings, .guess'],
  checks: ['.row-button', '.checks'],
} as const;

/** How long it is shown what a key did. */
const SHOWN_MS = 2500;

function focusPlace(place: keyof typeof PLACES): boolean {
  const main = document.querySelector('main');
  for (const selector of PLACES[place]) {
    const element = main?.querySelector<HTMLElement>(selector);
    if (element == null) continue;
    if (!element.matches('button, input')) element.tabIndex = -1;
    element.focus();
    return true;
  }
  return false;
}

/** Listens to the keys of the wizard wherever the focus is, and lists them. Nothing fires while somebody types or a dialog is open. */
export function Shortcuts() {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const store = useWizardStore();
  const isOpen = useWizard((state) => state.isHelpOpen);
  const setHelpOpen = useWizard((state) => state.setHelpOpen);
  const isOn = useWizard((state) => state.usesKeys);

  const [said, setSaid] = useState('');

  useEffect(() => {
    if (said === '') return undefined;
    const timer = setTimeout(() => setSaid(''), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [said]);

  useEffect(() => {
    if (!isOn) return undefined;
    const say = (text: string) => {
      setSaid(text);
      announce(text, 'now');
    };
    const copy = async (text: string) => {
      const isCopied = await copyText(text);
      say(isCopied ? t('shortcuts.message-copied') : t('copy.refused'));
    };
    const press = (event: KeyboardEvent) => {
      const id = shortcutOf(event);
      if (id === undefined || takesLetters(event.target)) return;
      if (document.querySelector('[role=dialog], [role=alertdialog]') !== null) return;
      event.preventDefault();
      const isDone = act(id, store.getState(), { focus: focusPlace, copy: (text) => void copy(text) });
      if (!isDone) say(t('shortcuts.nothing', { what: t(`shortcuts.what.${id}`) }));
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [isOn, announce, store, t]);

  return (
    <>
      {said === '' ? null : (
        <p className="toast" aria-hidden>
          {said}
        </p>
      )}
      <ModalOverlay className="overlay" isDismissable isOpen={isOpen} onOpenChange={setHelpOpen}>
        <Modal className="modal">
          <Dialog className="dialog">{({ close }) => <ShortcutList onClose={close} />}</Dialog>
        </Modal>
      </ModalOverlay>
    </>
  );
}

function ShortcutList({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const isOn = useWizard((state) => state.usesKeys);
  const setUsesKeys = useWizard((state) => state.setUsesKeys);
  return (
    <>
      <Heading slot="title" level={2} className="dialog-title">
        {t('shortcuts.title')}
      </Heading>
      <dl className="shortcuts">
        {SHORTCUT_IDS.map((id) => (
          <div key={id} className="shortcut">
            <dt>
              <kbd className="key">{SHORTCUT_KEYS[id]}</kbd>
            </dt>
            <dd>{t(`shortcuts.what.${id}`)}</dd>
          </div>
        ))}
      </dl>
      <CheckField isSelected={isOn} onChange={setUsesKeys}>
        {t('shortcuts.on')}
      </CheckField>
      <p className="field-description">{t('shortcuts.where')}</p>
      <div className="actions">
        <Button onPress={onClose}>{t('shortcuts.close')}</Button>
      </div>
    </>
  );
}
