import { FlaskConical, Play } from 'lucide-react';
import { useState } from 'react';
import { Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CauseId } from '../../../electron/contract/cause-ids.ts';
import { Button } from '../../components/Button.tsx';
import { CheckField } from '../../components/CheckField.tsx';
import { useWizard } from '../../store/store-context.tsx';

/** Faults at once on the practice site. */
const FAULT_LIMIT = 10;

/** Starts a small site on this machine, healthy or with faults that the engineer picks, and checks it. */
export function PracticeDialog() {
  const { t } = useTranslation();
  return (
    <DialogTrigger>
      <Button icon={FlaskConical}>{t('practice.open')}</Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal">
          <Dialog className="dialog">{({ close }) => <PracticeForm onClose={close} />}</Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

function PracticeForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const offered = useWizard((state) => state.app?.practiceFaults);
  const startPractice = useWizard((state) => state.startPractice);
  const goTo = useWizard((state) => state.goTo);
  const [chosen, setChosen] = useState<readonly CauseId[]>([]);

  const start = () => {
    void startPractice(chosen);
    onClose();
    goTo('console');
  };

  return (
    <>
      <Heading slot="title" level={2} className="dialog-title">
        {t('practice.title')}
      </Heading>
      <p>{t('practice.what')}</p>
      <fieldset className="fault-list">
        <legend className="field-label">{t('practice.faults')}</legend>
        <div className="fault-columns">
          {(offered ?? []).map(({ id, title }) => (
            <CheckField
              key={id}
              isSelected={chosen.includes(id)}
              onChange={(isOn) => setChosen(isOn ? [...chosen, id] : chosen.filter((each) => each !== id))}
            >
              {title}
            </CheckField>
          ))}
        </div>
      </fieldset>
      {offered === undefined ? <p className="field-description">{t('practice.no-faults')}</p> : null}
      <p className="field-description" aria-live="polite">
        {chosen.length > FAULT_LIMIT
          ? t('practice.too-many', { limit: FAULT_LIMIT })
          : chosen.length === 0
            ? t('practice.healthy')
            : t('practice.chosen', { count: chosen.length })}
      </p>
      <div className="actions">
        <Button look="primary" icon={Play} isDisabled={chosen.length > FAULT_LIMIT} onPress={start}>
          {t('practice.start')}
        </Button>
        <Button onPress={onClose}>{t('common.cancel')}</Button>
      </div>
    </>
  );
}
