import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BundlePreview } from '../../../electron/contract/bundle-preview.ts';
import { Button } from '../../components/Button.tsx';
import { Notice } from '../../components/Notice.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';
import { useRefusalText } from '../use-refusal-text.ts';
import { FileGroupRows } from './FileGroupRows.tsx';
import { SizeMeter } from './SizeMeter.tsx';
import { groupsOf } from './size-of-bundle.ts';

/** The files that the bundle would hold, to be looked at and left out, and how large it would be. */
export function BundleFiles() {
  const { t } = useTranslation();
  const preview = useWizard((state) => state.preview);
  const isReading = useWizard((state) => state.previewing.kind === 'reading');
  return (
    <section className="card stack" aria-labelledby="held-title" aria-busy={isReading}>
      <div className="card-head">
        <h2 id="held-title">{t('bundle.held')}</h2>
        <ReadingState />
      </div>
      <ReadingProblem />
      {preview === null ? (
        <div className="preview-room" />
      ) : (
        <div className={isReading ? 'stack preview-old' : 'stack'}>
          <SizeMeter preview={preview} />
          <FileTable preview={preview} />
        </div>
      )}
    </section>
  );
}

/** Says what is waited for. It stands beside the title, so that nothing moves when it comes and goes. */
function ReadingState() {
  const { t } = useTranslation();
  const format = useFormat();
  const previewing = useWizard((state) => state.previewing);
  const preview = useWizard((state) => state.preview);
  if (previewing.kind !== 'reading') return <p className="muted" role="status" />;
  const files = preview?.files.length ?? previewing.filesDone;
  return (
    <p className="muted reading" role="status">
      {files === 0 ? t('bundle.reading') : t('bundle.reading-files', { count: files })}
      {previewing.doneBytes === 0 ? null : (
        <span aria-hidden className="reading-bytes">
          {format.bytes(previewing.doneBytes)}
        </span>
      )}
    </p>
  );
}

function ReadingProblem() {
  const { t } = useTranslation();
  const refusalText = useRefusalText();
  const previewing = useWizard((state) => state.previewing);
  const readPreview = useWizard((state) => state.readPreview);
  if (previewing.kind !== 'refused') return null;
  return (
    <Notice
      tone="error"
      isSpoken
      title={t('bundle.not-read')}
      actions={
        <Button isSmall icon={RefreshCw} onPress={() => void readPreview()}>
          {t('bundle.read-again')}
        </Button>
      }
    >
      <p>{refusalText(previewing.refusal)}</p>
    </Notice>
  );
}

function FileTable({ preview }: { readonly preview: BundlePreview }) {
  const { t } = useTranslation();
  return (
    <table className="table bundle-files">
      <thead>
        <tr>
          <th scope="col">{t('bundle.file-name')}</th>
          <th scope="col" className="number">
            {t('bundle.file-size')}
          </th>
          <th scope="col" className="number nowrap">
            {t('bundle.file-packed')}
          </th>
          <th scope="col" className="number">
            {t('bundle.file-replaced')}
          </th>
          <td />
        </tr>
      </thead>
      {groupsOf(preview).map((group) => (
        <FileGroupRows key={group.folder} group={group} />
      ))}
    </table>
  );
}
