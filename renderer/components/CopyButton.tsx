import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnnounce } from './Announcer.tsx';
import { Button } from './Button.tsx';
import { copyText } from './copy-text.ts';

/** How long the button says that it worked. */
const SHOWN_MS = 2000;

interface Props {
  readonly text: string;
  /** What is copied, for those who do not see where the button stands. */
  readonly what: string;
  readonly isSmall?: boolean;
  /** What the button says; `Copy` unless told, where several stand side by side. */
  readonly label?: string;
}

/** Copies a text and says so on the button and aloud. */
export function CopyButton({ text, what, isSmall = true, label }: Props) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'refused'>('none');

  useEffect(() => {
    if (outcome === 'none') return undefined;
    const timer = setTimeout(() => setOutcome('none'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    const isCopied = await copyText(text);
    setOutcome(isCopied ? 'copied' : 'refused');
    announce(isCopied ? t('copy.copied') : t('copy.refused'), 'now');
  };

  return (
    <Button
      look="quiet"
      isSmall={isSmall}
      icon={outcome === 'copied' ? Check : Copy}
      aria-label={t('copy.label', { what })}
      onPress={() => void copy()}
    >
      {outcome === 'none' ? (label ?? t('copy.copy')) : t(`copy.${outcome}`)}
    </Button>
  );
}
