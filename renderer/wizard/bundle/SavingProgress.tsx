import { X } from 'lucide-react';
import { ProgressBar } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { BundleProgress } from '../../../electron/contract/bundle-saving.ts';
import { Button } from '../../components/Button.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';
import { sizeOfBundle } from './size-of-bundle.ts';

/** How far the writing is, by bytes of the files, with the way out. */
export function SavingProgress({ progress }: { readonly progress: BundleProgress | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const preview = useWizard((state) => state.preview);
  const leftOut = useWizard((state) => state.choices.leaveOut);
  const cancelBundle = useWizard((state) => state.cancelBundle);
  const totalBytes = preview === null ? 0 : sizeOfBundle(preview, leftOut).plainBytes;
  const doneBytes = Math.min(progress?.doneBytes ?? 0, totalBytes);
  return (
    <div className="saving">
      <ProgressBar
        className="progress"
        aria-label={t('bundle.saving')}
        isIndeterminate={progress === null || totalBytes === 0}
        value={doneBytes}
        maxValue={Math.max(1, totalBytes)}
      >
        {({ percentage, isIndeterminate }) => (
          <>
            <span>{t('bundle.saving')}</span>
            {isIndeterminate ? (
              <span className="progress-track" aria-hidden>
                <span className="progress-fill" />
              </span>
            ) : (
              <progress className="progress-bar" aria-hidden value={percentage ?? 0} max={100} />
            )}
            <span className="muted saving-file">
              {progress === null
                ? t('bundle.saving-begins')
                : t('bundle.saving-file', {
                    file: progress.file,
                    done: format.bytes(progress.doneBytes),
                    total: format.bytes(Math.max(totalBytes, progress.doneBytes)),
                  })}
            </span>
          </>
        )}
      </ProgressBar>
      <Button icon={X} onPress={() => void cancelBundle()}>
        {t('bundle.stop')}
      </Button>
    </div>
  );
}
