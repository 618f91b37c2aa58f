import { Meter } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import {
  type BundlePreview,
  CASE_LIMIT_BYTES,
  REQUIRED_FILES,
} from '../../../electron/contract/bundle-preview.ts';
import { Button } from '../../components/Button.tsx';
import { Notice } from '../../components/Notice.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';
import { largestFiles, sizeOfBundle } from './size-of-bundle.ts';

const NAMED_FILES = 3;

/** The size of the bundle beside what a case takes, and what makes it large when it is more. */
export function SizeMeter({ preview }: { readonly preview: BundlePreview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const leftOut = useWizard((state) => state.choices.leaveOut);
  const { zipBytes, files } = sizeOfBundle(preview, leftOut);
  const isOver = zipBytes > CASE_LIMIT_BYTES;
  const said = t('bundle.size-of', {
    size: format.bytes(zipBytes),
    limit: format.bytes(CASE_LIMIT_BYTES),
  });
  return (
    <>
      <Meter
        className={`size-meter${isOver ? ' size-over' : ''}`}
        aria-label={t('bundle.size-label')}
        value={Math.min(zipBytes, CASE_LIMIT_BYTES)}
        maxValue={CASE_LIMIT_BYTES}
        valueLabel={said}
      >
        {({ percentage }) => (
          <>
            <span>
              {said} <span className="muted">{t('bundle.size-files', { count: files })}</span>
            </span>
            <svg className="size-track" aria-hidden viewBox="0 0 100 1" preserveAspectRatio="none">
              <rect className="size-fill" width={Math.max(0.5, percentage)} height="1" />
            </svg>
          </>
        )}
      </Meter>
      {isOver ? <TooLarge preview={preview} /> : null}
    </>
  );
}

function TooLarge({ preview }: { readonly preview: BundlePreview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const leftOut = useWizard((state) => state.choices.leaveOut);
  const leaveOut = useWizard((state) => state.leaveOut);
  return (
    <Notice tone="warning" isSpoken title={t('bundle.too-large', { limit: format.bytes(CASE_LIMIT_BYTES) })}>
      <p>{t('bundle.too-large-what')}</p>
      <ul className="largest">
        {largestFiles(preview, leftOut, NAMED_FILES).map(({ name, packedBytes }) => (
          <li key={name}>
            <span className="file-name">{name}</span>
            <span>{format.bytes(packedBytes)}</span>
            {REQUIRED_FILES.includes(name) ? null : (
              <Button
                isSmall
                aria-label={t('bundle.leave-out-label', { name })}
                onPress={() => leaveOut([name], true)}
              >
                {t('bundle.leave-out')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
