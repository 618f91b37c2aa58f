import { CopyButton } from './CopyButton.tsx';

interface Props {
  readonly text: string;
  /** Names the block for assistive technology and on its copy button. */
  readonly label: string;
  /** `prose` is wrapped; `command` and `data` keep their lines, and `data` scrolls. */
  readonly kind: 'prose' | 'command' | 'data';
}

/** Text to be copied as it is. */
export function CodeBlock({ text, label, kind }: Props) {
  return (
    <figure className={`code-block code-${kind}`} aria-label={label}>
      {kind === 'data' ? (
        <textarea className="code" readOnly value={text} aria-label={label} wrap="off" rows={14} />
      ) : (
        <pre className="code">{text}</pre>
      )}
      <CopyButton text={text} what={label} />
    </figure>
  );
}
