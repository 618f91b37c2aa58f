import { FileUp } from 'lucide-react';
import { FileTrigger } from 'react-aria-components';
import type { ChosenFile } from '../store/site-slice.ts';
import { Button } from './Button.tsx';

interface Props {
  readonly label: string;
  readonly accept: readonly string[];
  /** Larger files are not read at all. */
  readonly limitBytes: number;
  onChosen(file: ChosenFile): void;
}

/** Lets the engineer choose one small text file. */
export function FilePicker({ label, accept, limitBytes, onChosen }: Props) {
  const read = async (file: File) => {
    const text = file.size > limitBytes ? null : await file.text();
    onChosen({ name: file.name, sizeBytes: file.size, text });
  };
  return (
    <FileTrigger
      acceptedFileTypes={accept}
      onSelect={(files) => {
        const file = files?.item(0);
        if (file) void read(file);
      }}
    >
      <Button icon={FileUp}>{label}</Button>
    </FileTrigger>
  );
}
