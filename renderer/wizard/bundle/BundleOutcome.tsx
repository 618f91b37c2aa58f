import { Download } from 'lucide-react';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { OfferedFile, SavedBundle } from '../../../electron/contract/channels.ts';
import { CodeBlock } from '../../components/CodeBlock.tsx';
import { Notice } from '../../components/Notice.tsx';
import type { BundleState } from '../../store/bundle-slice.ts';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';
import { useRefusalText } from '../use-refusal-text.ts';
import { SavingProgress } from './SavingProgress.tsx';

/** How the saving goes, and where the bundle is. Comes into view whenever it changes. */
export function BundleOutcome() {
  const bundle = useWizard((state) => state.bundle);
  const place = useRef<HTMLDivElement>(null);
  // Coming back to this screen must neither move it nor download the bundle a second time.
  const isLive = useRef(false);
  useEffect(() => {
    if (bundle.kind === 'saving') isLive.current = true;
    if (isLive.current) place.current?.scrollIntoView({ block: 'nearest' });
  }, [bundle.kind]);
  return (
    <div ref={place} className="bundle-outcome">
      <Outcome bundle={bundle} isLive={isLive} />
    </div>
  );
}

interface OutcomeProps {
  readonly bundle: BundleState;
  /** True once a bundle was saved while this screen was shown. */
  readonly isLive: RefObject<boolean>;
}

function Outcome({ bundle, isLive }: OutcomeProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const refusalText = useRefusalText();
  switch (bundle.kind) {
    case 'none':
      return null;
    case 'saving':
      return <SavingProgress progress={bundle.progress} />;
    case 'stopped':
      return (
        <Notice tone="info" isSpoken title={t('bundle.stopped')}>
          <p>{t('bundle.stopped-what')}</p>
        </Notice>
      );
    case 'cancelled':
      return (
        <Notice tone="info" isSpoken title={t('bundle.cancelled')}>
          <p>{t('bundle.cancelled-what')}</p>
        </Notice>
      );
    case 'refused':
      return (
        <Notice tone="error" isSpoken title={t('bundle.refused')}>
          <p>{refusalText(bundle.refusal)}</p>
          <p>{t('bundle.refused-what')}</p>
        </Notice>
      );
    case 'done': {
      const { saved } = bundle;
      const size = t('bundle.size', { count: saved.files, size: format.bytes(saved.sizeBytes) });
      return saved.kind === 'saved' ? (
        <Notice tone="success" isSpoken title={t('bundle.saved')}>
          <CodeBlock kind="command" label={t('bundle.path')} text={saved.path} />
          <p>{size}</p>
          <p>{t('bundle.sum-what')}</p>
          <CodeBlock kind="command" label={t('bundle.sum')} text={saved.sha256} />
          {saved.keyPath === undefined ? null : (
            <>
              <p>{t('bundle.key-beside')}</p>
              <CodeBlock kind="command" label={t('bundle.key-path')} text={saved.keyPath} />
            </>
          )}
        </Notice>
      ) : (
        <Notice tone="success" isSpoken title={t('bundle.ready')}>
          <p>{size}</p>
          <DownloadLink saved={saved} isFresh={isLive} />
          <p>{t('bundle.sum-what')}</p>
          <CodeBlock kind="command" label={t('bundle.sum')} text={saved.sha256} />
          {saved.key === undefined ? null : (
            <>
              <p>{t('bundle.key-apart')}</p>
              <OfferedLink file={saved.key} />
            </>
          )}
        </Notice>
      );
    }
  }
}

interface DownloadProps {
  readonly saved: Extract<SavedBundle, { kind: 'download' }>;
  /** True while the bundle was just made on this screen. */
  readonly isFresh: RefObject<boolean>;
}

/** Downloads a fresh bundle once by itself, and again by hand. */
function DownloadLink({ saved, isFresh }: DownloadProps) {
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (!isFresh.current) return;
    isFresh.current = false;
    link.current?.click();
  }, [isFresh]);
  return <OfferedLink file={saved} link={link} />;
}

interface OfferedProps {
  readonly file: OfferedFile;
  readonly link?: RefObject<HTMLAnchorElement | null>;
}

function OfferedLink({ file, link }: OfferedProps) {
  const { t } = useTranslation();
  const url = sameOrigin(file.url);
  if (url === undefined) return <p>{t('bundle.bad-address')}</p>;
  return (
    <p>
      <a ref={link} className="download" href={url} download={file.fileName}>
        <Download aria-hidden className="icon" />
        <span>{t('bundle.download', { name: file.fileName })}</span>
      </a>
    </p>
  );
}

/** Only the host that served this page may offer a file. */
function sameOrigin(address: string): string | undefined {
  if (!URL.canParse(address, window.location.href)) return undefined;
  const url = new URL(address, window.location.href);
  return url.origin === window.location.origin ? url.href : undefined;
}
