import { FlaskConical, Play } from 'lucide-react';
import { useState } from 'react';
import { Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { CauseId } from '../../../electron/contract/cause-ids.ts';
import { type OfferedFault, PRACTICE_FAULT_LIMIT } from '../../../electron/contract/practice-faults.ts';
import { Button } from '../../components/Button.tsx';
import { CheckField } from '../../components/CheckField.tsx';
import { Segments } from '../../components/Segments.tsx';
import {
  faultsOfShape,
  isExcluded,
  PRACTICE_SHAPES,
  type PracticeShape,
  SURPRISE_SIZES,
  type SurpriseSize,
  stepsOfShape,
} from '../../store/practice-pick.ts';
import { useWizard } from '../../store/store-context.tsx';
import { FaultPicker } from './FaultPicker.tsx';

/** Who picks the faults: the engineer, or chance, which does not tell. */
const MODES = ['pick', 'surprise'] as const;
type Mode = (typeof MODES)[number];

interface Props {
  readonly label: string;
  readonly isSmall?: boolean;
  readonly isDisabled?: boolean;
}

/** Starts a small site on this machine, healthy or with faults, and checks it. */
export function PracticeDialog({ label, isSmall = false, isDisabled = false }: Props) {
  return (
    <DialogTrigger>
      <Button icon={FlaskConical} isSmall={isSmall} isDisabled={isDisabled}>
        {label}
      </Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal">
          <Dialog className="dialog">{({ close }) => <PracticeForm onClose={close} />}</Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

const NONE: readonly OfferedFault[] = [];

function PracticeForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const app = useWizard((state) => state.app);
  const before = useWizard((state) => state.surprise);
  const practise = useWizard((state) => state.practise);
  const surpriseMe = useWizard((state) => state.surpriseMe);
  const goTo = useWizard((state) => state.goTo);
  const [mode, setMode] = useState<Mode>('pick');
  const [shape, setShape] = useState<PracticeShape>(before.shape);
  const [size, setSize] = useState<SurpriseSize>(before.size);
  const [chosen, setChosen] = useState<readonly CauseId[]>([]);
  const [isHidden, setIsHidden] = useState(false);
  const offered = faultsOfShape(app?.practiceFaults ?? NONE, shape);
  const fitting = chosen.filter((cause) => offered.some(({ id }) => id === cause));
  const isTooMany = mode === 'pick' && fitting.length > PRACTICE_FAULT_LIMIT;

  const start = () => {
    if (mode === 'surprise') void surpriseMe({ shape, size });
    else void practise({ faults: fitting, shape, isHidden });
    onClose();
    goTo(stepsOfShape(shape)[0] ?? 'console');
  };

  return (
    <>
      <Heading slot="title" level={2} className="dialog-title">
        {t('practice.title')}
      </Heading>
      <p>{t('practice.what')}</p>
      <Segments<PracticeShape>
        label={t('practice.shape.label')}
        value={shape}
        choices={PRACTICE_SHAPES.map((value) => ({ value, title: t(`practice.shape.title.${value}`) }))}
        onChange={setShape}
      />
      <Segments<Mode>
        label={t('practice.mode.label')}
        value={mode}
        choices={MODES.map((value) => ({ value, title: t(`practice.mode.title.${value}`) }))}
        description={t(`practice.mode.what.${mode}`)}
        onChange={setMode}
      />
      {mode === 'surprise' ? (
        <Segments<SurpriseSize>
          label={t('practice.size.label')}
          value={size}
          choices={SURPRISE_SIZES.map((value) => ({ value, title: t(`practice.size.title.${value}`) }))}
          onChange={setSize}
        />
      ) : (
        <>
          <FaultPicker
            label={t('practice.faults')}
            offered={offered}
            chosen={fitting}
            isExcluded={(fault) => isExcluded(fault, fitting, offered)}
            onChange={setChosen}
          />
          <p className="field-description" aria-live="polite">
            {isTooMany
              ? t('practice.too-many', { limit: PRACTICE_FAULT_LIMIT })
              : fitting.length === 0
                ? t('practice.healthy')
                : `${t('practice.chosen', { count: fitting.length })} ${t('practice.not-together')}`}
          </p>
          <CheckField isSelected={isHidden} onChange={setIsHidden}>
            {t('practice.hide')}
          </CheckField>
        </>
      )}
      {app === null ? <p className="field-description">{t('practice.no-faults')}</p> : null}
      <div className="actions">
        <Button
          look="primary"
          icon={Play}
          isDisabled={isTooMany || (mode === 'surprise' && app === null)}
          onPress={start}
        >
          {t('practice.start')}
        </Button>
        <Button onPress={onClose}>{t('common.cancel')}</Button>
      </div>
    </>
  );
}
