import { FileArchive, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { UPLOAD_LIMIT_BYTES } from '../../../electron/contract/channels.ts';
import { Button } from '../../components/Button.tsx';
import { Notice } from '../../components/Notice.tsx';
import { bundleFileOf } from '../../store/bundle-file.ts';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';
import { useRefusalText } from '../use-refusal-text.ts';

/** Opens a bundle that was chosen, and shows how the opening of a dropped one goes. */
export function OpenBundle() {
  const { t } = useTranslation();
  const openBundle = useWizard((state) => state.openBundle);
  const isReading = useWizard((state) => state.opening.kind === 'reading');
  const isAbove = useFileAbove();
  return (
    <section className="open-bundle stack" aria-labelledby="open-bundle-title">
      <h2 id="open-bundle-title">{t('opened.title')}</h2>
      <div className={`drop-zone${isAbove ? ' drop-zone-active' : ''}`}>
        <p>{t('opened.drop')}</p>
        <FileTrigger
          acceptedFileTypes={['.zip', '.age']}
          onSelect={(files) => {
            const file = files?.item(0);
            if (file) void openBundle(bundleFileOf(file));
          }}
        >
          <Button icon={FileArchive} isDisabled={isReading}>
            {t('opened.choose')}
          </Button>
        </FileTrigger>
      </div>
      <OpeningState />
    </section>
  );
}

function OpeningState() {
  const { t } = useTranslation();
  const format = useFormat();
  const refusalText = useRefusalText();
  const opening = useWizard((state) => state.opening);
  const forgetOpening = useWizard((state) => state.forgetOpening);
  if (opening.kind === 'none') return null;
  const { name } = opening;
  if (opening.kind === 'reading')
    return (
      <div className="progress" role="status">
        <p>{t('opened.reading', { name })}</p>
        <progress
          className="progress-bar"
          max={opening.sizeBytes}
          value={opening.doneBytes}
          aria-label={t('opened.reading', { name })}
        />
      </div>
    );
  const why =
    opening.kind === 'too-large'
      ? t('opened.too-large', { limit: format.bytes(UPLOAD_LIMIT_BYTES) })
      : opening.refusal.code === 'file-unreadable'
        ? t('opened.unreadable')
        : refusalText(opening.refusal);
  return (
    <Notice
      tone="error"
      isSpoken
      title={t('opened.refused', { name })}
      actions={
        <Button look="quiet" isSmall icon={X} onPress={forgetOpening}>
          {t('opened.dismiss')}
        </Button>
      }
    >
      <p>{why}</p>
    </Notice>
  );
}

/** True while a file is held above the page. What is dropped is taken for the whole page, see `bindHost`. */
function useFileAbove(): boolean {
  const [isAbove, setIsAbove] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') === true) setIsAbove(true);
    };
    const left = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsAbove(false);
    };
    const dropped = () => setIsAbove(false);
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', left);
    document.addEventListener('drop', dropped);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', left);
      document.removeEventListener('drop', dropped);
    };
  }, []);
  return isAbove;
}
