import { Check, Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WantedText } from '../store/export-slice.ts';
import { useWizard } from '../store/store-context.tsx';
import { useAnnounce } from './Announcer.tsx';
import { Button } from './Button.tsx';

/** How long the button says that it worked. */
const SHOWN_MS = 2000;

interface Props {
  readonly wanted: WantedText;
  /** What is saved, for those who do not see where the button stands. */
  readonly what: string;
  readonly label: string;
}

/** Saves a text of the run as a file and says so on the button and aloud. */
export function SaveButton({ wanted, what, label }: Props) {
  const { t } = useTranslation();
  const announce = useAnnounce();
  const saveText = useWizard((state) => state.saveText);
  const [outcome, setOutcome] = useState<'none' | 'saved' | 'refused'>('none');

  useEffect(() => {
    if (outcome === 'none') return undefined;
    const timer = setTimeout(() => setOutcome('none'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const save = async () => {
    const { kind } = await saveText(wanted);
    if (kind === 'cancelled') return;
    const isSaved = kind === 'saved' || kind === 'downloaded';
    setOutcome(isSaved ? 'saved' : 'refused');
    announce(isSaved ? t('save.saved') : t('save.refused'), 'now');
  };

  return (
    <Button
      look="quiet"
      isSmall
      icon={outcome === 'saved' ? Check : Download}
      aria-label={t('save.label', { what })}
      onPress={() => void save()}
    >
      {outcome === 'none' ? label : t(`save.${outcome}`)}
    </Button>
  );
}
