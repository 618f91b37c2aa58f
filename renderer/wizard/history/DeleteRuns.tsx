import { Trash2 } from 'lucide-react';
import { Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/shallow';
import { Button } from '../../components/Button.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';

/** Runs whose names stand in the question; of more only the number is said. */
const NAMED_RUNS = 8;

/** Removes the runs that are ticked, after a question that names them. */
export function DeleteRuns() {
  const { t } = useTranslation();
  // Bundles are not kept here: there is nothing of them to be removed.
  const runs = useWizard(
    useShallow(({ recentRuns, chosenRuns }) => recentRuns.filter(({ runId }) => chosenRuns.includes(runId))),
  );
  return (
    <DialogTrigger>
      <Button icon={Trash2} isDisabled={runs.length === 0}>
        {t('history.delete')}
      </Button>
      <ModalOverlay className="overlay" isDismissable>
        <Modal className="modal">
          <Dialog className="dialog" role="alertdialog">
            {({ close }) => <Question runs={runs} onClose={close} />}
          </Dialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  );
}

interface Props {
  readonly runs: readonly { readonly runId: string; readonly name: string; readonly startedAt: string }[];
  readonly onClose: () => void;
}

function Question({ runs, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const deleteRuns = useWizard((state) => state.deleteRuns);
  const remove = () => {
    void deleteRuns(runs.map(({ runId }) => runId));
    onClose();
  };
  return (
    <>
      <Heading slot="title" level={2} className="dialog-title">
        {t('history.delete-title', { count: runs.length })}
      </Heading>
      <p>{t('history.delete-what')}</p>
      <ul className="plain-list">
        {runs.slice(0, NAMED_RUNS).map(({ runId, name, startedAt }) => (
          <li key={runId}>{t('history.delete-run', { name, time: format.dateTime(startedAt) })}</li>
        ))}
        {runs.length > NAMED_RUNS ? (
          <li>{t('history.delete-more', { count: runs.length - NAMED_RUNS })}</li>
        ) : null}
      </ul>
      <div className="actions">
        <Button look="primary" icon={Trash2} onPress={remove}>
          {t('history.delete-do')}
        </Button>
        <Button onPress={onClose}>{t('common.cancel')}</Button>
      </div>
    </>
  );
}
