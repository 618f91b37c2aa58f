import { CopyButton } from './CopyButton.tsx';

interface Props {
  readonly text: string;
  /** Names the block for assistive technology and on its copy button. */
  readonly label: string;
  /**
   * `prose` is wrapped, and `recorded` is prose in English; `command` and `data` keep their lines, and `data` scrolls. All but prose
   * is read from left to right whatever the language of the page is.
   */
  readonly kind: 'prose' | 'recorded' | 'command' | 'data';
}

/** Text to be copied as it is. */
export function CodeBlock({ text, label, kind }: Props) {
  const isProse = kind === 'prose' || kind === 'recorded';
  const direction = kind === 'prose' ? ({ dir: 'auto' } as const) : ({ lang: 'en', dir: 'ltr' } as const);
  return (
    <figure className={`code-block code-${isProse ? 'prose' : kind}`} aria-label={label}>
      {kind === 'data' ? (
        <textarea
          {...direction}
          className="code"
          readOnly
          value={text}
          aria-label={label}
          wrap="off"
          rows={14}
        />
      ) : (
        <pre {...direction} className="code">
          {text}
        </pre>
      )}
      <CopyButton text={text} what={label} />
    </figure>
  );
}
