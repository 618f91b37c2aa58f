import { ChevronRight, Eye } from 'lucide-react';
import { useState } from 'react';
import { Button as PlainButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { type PreviewedFile, REQUIRED_FILES } from '../../../electron/contract/bundle-preview.ts';
import { Button } from '../../components/Button.tsx';
import { CheckField } from '../../components/CheckField.tsx';
import { useWizard } from '../../store/store-context.tsx';
import { useFormat } from '../use-format.ts';
import type { FileGroup } from './size-of-bundle.ts';

/** A folder with more files than this is closed at first. */
const OPEN_FILES = 6;

/** One folder of the bundle: a row for itself, and its files below when it is open. */
export function FileGroupRows({ group: { folder, files } }: { readonly group: FileGroup }) {
  const [isOpen, setIsOpen] = useState(files.length <= OPEN_FILES);
  return (
    <tbody>
      {folder === '' ? null : (
        <FolderRow folder={folder} files={files} isOpen={isOpen} onToggle={() => setIsOpen(!isOpen)} />
      )}
      {folder === '' || isOpen
        ? files.map((file) => <FileRow key={file.name} file={file} folder={folder} />)
        : null}
    </tbody>
  );
}

const sum = (files: readonly PreviewedFile[], of: (file: PreviewedFile) => number): number =>
  files.reduce((total, file) => total + of(file), 0);

interface FolderProps extends FileGroup {
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function FolderRow({ folder, files, isOpen, onToggle }: FolderProps) {
  const { t } = useTranslation();
  const leftOut = useWizard((state) => state.choices.leaveOut);
  const leaveOut = useWizard((state) => state.leaveOut);
  const names = files.map(({ name }) => name);
  const kept = names.filter((name) => !leftOut.includes(name));
  const isMixed = kept.length > 0 && kept.length < names.length;
  return (
    <tr className="folder-row">
      <th scope="rowgroup">
        <CheckField
          isSelected={kept.length === names.length}
          isMixed={isMixed}
          onChange={(isIn) => leaveOut(names, !isIn)}
        >
          <span className="file-name">{t('bundle.folder', { folder })}</span>
        </CheckField>
      </th>
      <Numbers
        sizeBytes={sum(files, (file) => file.sizeBytes)}
        packedBytes={sum(files, (file) => file.packedBytes)}
        replaced={sum(files, (file) => file.replaced)}
      />
      <td className="number">
        <PlainButton className="folder-toggle" aria-expanded={isOpen} onPress={onToggle}>
          <ChevronRight aria-hidden className="icon disclosure-chevron" />
          <span>{t('bundle.folder-files', { count: files.length })}</span>
          <span className="visually-hidden">{t('bundle.folder-in', { folder })}</span>
        </PlainButton>
      </td>
    </tr>
  );
}

function FileRow({ file, folder }: { readonly file: PreviewedFile; readonly folder: string }) {
  const { t } = useTranslation();
  const { name, what } = file;
  const isOut = useWizard((state) => state.choices.leaveOut.includes(name));
  const leaveOut = useWizard((state) => state.leaveOut);
  const showFile = useWizard((state) => state.showFile);
  const isRequired = REQUIRED_FILES.includes(name);
  const shortName = folder === '' ? name : name.slice(folder.length + 1);
  return (
    <tr className={`${isOut ? 'file-out' : ''}${folder === '' ? '' : ' file-inside'}`}>
      <th scope="row">
        <CheckField isSelected={!isOut} isDisabled={isRequired} onChange={(isIn) => leaveOut([name], !isIn)}>
          <span className="file-name">{shortName}</span>
          <span className="content-what">
            {what} {isRequired ? t('bundle.file-required') : null}
          </span>
        </CheckField>
      </th>
      <Numbers {...file} />
      <td className="number">
        <Button
          isSmall
          icon={Eye}
          aria-label={t('bundle.file-view-label', { name })}
          onPress={() => showFile(name)}
        >
          {t('bundle.file-view')}
        </Button>
      </td>
    </tr>
  );
}

function Numbers({
  sizeBytes,
  packedBytes,
  replaced,
}: Pick<PreviewedFile, 'sizeBytes' | 'packedBytes' | 'replaced'>) {
  const format = useFormat();
  return (
    <>
      <td className="number nowrap">{format.bytes(sizeBytes)}</td>
      <td className="number nowrap">{format.bytes(packedBytes)}</td>
      <td className={`number${replaced === 0 ? ' zero' : ''}`}>{format.number(replaced)}</td>
    </>
  );
}
