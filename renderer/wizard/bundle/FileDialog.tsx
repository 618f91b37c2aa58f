import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { PreviewStretch } from '../../../electron/contract/bundle-preview.ts';
import { Button } from '../../components/Button.tsx';
import { Notice } from '../../components/Notice.tsx';
import { Segments } from '../../components/Segments.tsx';
import type { FileView, ShownFile } from '../../store/preview-slice.ts';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';
import { useRefusalText } from '../use-refusal-text.ts';

const VIEWS: readonly FileView[] = ['replaced', 'whole'];

/** One file of the bundle as it would be sent, with what stood in the place of each replaced part. */
export function FileDialog() {
  const shownFile = useWizard((state) => state.shownFile);
  const hideFile = useWizard((state) => state.hideFile);
  return (
    <ModalOverlay
      className="overlay"
      isDismissable
      isOpen={shownFile !== null}
      onOpenChange={(isOpen) => (isOpen ? undefined : hideFile())}
    >
      <Modal className="modal modal-wide">
        <Dialog className="dialog file-dialog">
          {shownFile === null ? null : <FileContents file={shownFile} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function FileContents({ file }: { readonly file: ShownFile }) {
  const { t } = useTranslation();
  const format = useFormat();
  const refusalText = useRefusalText();
  const { name, view, page, content, isReading, refusal } = file;
  const turnPage = useWizard((state) => state.turnPage);
  const viewFile = useWizard((state) => state.viewFile);
  const hideFile = useWizard((state) => state.hideFile);
  const described = useWizard((state) => state.preview?.files.find((each) => each.name === name));
  const hasMore = content?.hasMore === true;
  return (
    <>
      <div className="file-head">
        <div className="card-head">
          <Heading slot="title" level={2} className="dialog-title file-title">
            {name}
          </Heading>
          <Button icon={X} onPress={hideFile}>
            {t('bundle.file-close')}
          </Button>
        </div>
        {described === undefined ? null : (
          <p className="muted">
            {t('bundle.file-about', {
              count: described.replaced,
              size: format.bytes(described.sizeBytes),
              replaced: format.number(described.replaced),
            })}
          </p>
        )}
        <div className="file-controls">
          <Segments
            label={t('bundle.view')}
            value={view}
            choices={VIEWS.map((each) => ({ value: each, title: t(`bundle.view-${each}`) }))}
            onChange={viewFile}
          />
          <div className="actions">
            <p className="muted" role="status">
              {isReading ? t('bundle.page-reading') : t('bundle.page', { page: format.number(page + 1) })}
            </p>
            <Button isSmall icon={ChevronLeft} isDisabled={page === 0} onPress={() => turnPage(page - 1)}>
              {t('bundle.page-before')}
            </Button>
            <Button isSmall icon={ChevronRight} isDisabled={!hasMore} onPress={() => turnPage(page + 1)}>
              {t('bundle.page-next')}
            </Button>
          </div>
        </div>
      </div>
      {refusal === null ? null : (
        <Notice tone="error" isSpoken title={t('bundle.not-read')}>
          <p>{refusalText(refusal)}</p>
        </Notice>
      )}
      <pre className={isReading ? 'file-text preview-old' : 'file-text'}>
        {content?.stretches.map((stretch, at) => (
          // Stretches have no name of their own and keep their order.
          <Stretch key={`${content.page} ${at.toString()}`} stretch={stretch} />
        ))}
      </pre>
    </>
  );
}

function Stretch({ stretch: { after, before, gap } }: { readonly stretch: PreviewStretch }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {before === undefined ? (
        after
      ) : (
        <span className="replaced">
          <span className="visually-hidden">{t('bundle.stood')}</span>
          <del>{before}</del>
          <span className="visually-hidden">{t('bundle.stands')}</span>
          <ins>{after}</ins>
        </span>
      )}
      {gap === undefined ? null : (
        <span className="gap">{t('bundle.gap', { count: gap, number: format.number(gap) })}</span>
      )}
    </>
  );
}
