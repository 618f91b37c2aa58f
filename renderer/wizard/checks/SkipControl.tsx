import { SkipForward, Undo2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { Field } from '../../components/Field.tsx';
import type { CheckStep } from '../../store/check-steps.ts';
import { SKIP_REASON_LIMIT } from '../../store/skip-slice.ts';
import { useWizard } from '../../store/store-context.tsx';

/**
 * Leaves a step out, and takes it in again. The reason is asked for, since whoever reads the report was not there. One button for
 * both, so that the focus has a place to come back to.
 */
export function SkipControl({ step }: { readonly step: CheckStep }) {
  const { t } = useTranslation();
  const isSkipped = useWizard((state) => state.skips[step] !== undefined);
  const unskip = useWizard((state) => state.unskipStep);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <DialogTrigger
      isOpen={isOpen && !isSkipped}
      onOpenChange={(opens) => {
        if (isSkipped) unskip(step);
        setIsOpen(opens && !isSkipped);
      }}
    >
      <Button look="quiet" icon={isSkipped ? Undo2 : SkipForward}>
        {isSkipped ? t('skip.undo') : t('skip.open')}
      </Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal modal-narrow">
          <Dialog className="dialog">{({ close }) => <SkipForm step={step} onClose={close} />}</Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

function SkipForm({ step, onClose }: { readonly step: CheckStep; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const skipStep = useWizard((state) => state.skipStep);
  const [reason, setReason] = useState('');
  const [wasTried, setWasTried] = useState(false);
  const isMissing = reason.trim() === '';
  const skip = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    if (isMissing) return;
    onClose();
    skipStep(step, reason);
  };
  return (
    <form className="stack" onSubmit={skip} noValidate>
      <Heading slot="title" level={2} className="dialog-title">
        {t('skip.title', { step: t(`step.${step}`) })}
      </Heading>
      <Field
        label={t('skip.reason')}
        description={t('skip.reason-description')}
        autoFocus
        maxLength={SKIP_REASON_LIMIT}
        value={reason}
        error={wasTried && isMissing ? t('skip.missing') : undefined}
        onChange={setReason}
      />
      <div className="actions">
        <Button type="submit" look="primary" icon={SkipForward}>
          {t('skip.do')}
        </Button>
        <Button onPress={onClose}>{t('common.cancel')}</Button>
      </div>
    </form>
  );
}
