import { Plus, ShieldCheck, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../components/Button.tsx';
import { CheckField } from '../../components/CheckField.tsx';
import { Field } from '../../components/Field.tsx';
import { useWizard } from '../../store/store-context.tsx';

/** Shorter words would hit ordinary text everywhere, and the host passes them over. */
const SHORTEST_WORD = 3;
const LONGEST_WORD = 100;
const MOST_WORDS = 50;

/** What is hidden in the bundle: secrets always, the rest as the customer likes it. */
export function HiddenParts() {
  const { t } = useTranslation();
  const choices = useWizard((state) => state.choices);
  const choose = useWizard((state) => state.choose);
  return (
    <section className="card stack" aria-labelledby="hidden-title">
      <h2 id="hidden-title">{t('bundle.hidden')}</h2>
      <p className="with-icon">
        <ShieldCheck aria-hidden className="icon" />
        <span>{t('bundle.hidden-secrets')}</span>
      </p>
      <div className="choices">
        <CheckField isSelected={choices.identities} onChange={(identities) => choose({ identities })}>
          {t('bundle.identities')}
          <span className="content-what">{t('bundle.identities-what')}</span>
        </CheckField>
        <CheckField
          isSelected={choices.keepsPrivateAddresses}
          isDisabled={!choices.identities}
          onChange={(keepsPrivateAddresses) => choose({ keepsPrivateAddresses })}
        >
          {t('bundle.private')}
          <span className="content-what">{t('bundle.private-what')}</span>
        </CheckField>
      </div>
      <OwnWords />
    </section>
  );
}

function OwnWords() {
  const { t } = useTranslation();
  const words = useWizard((state) => state.choices.words);
  const choose = useWizard((state) => state.choose);
  const [typed, setTyped] = useState('');
  const word = typed.trim().slice(0, LONGEST_WORD);
  const isShort = word !== '' && word.length < SHORTEST_WORD;
  const canAdd = word.length >= SHORTEST_WORD && words.length < MOST_WORDS;
  const add = () => {
    if (!canAdd) return;
    setTyped('');
    if (!words.includes(word)) choose({ words: [...words, word] });
  };
  return (
    <div className="stack own-words">
      <div className="row-fields own-word">
        <Field
          label={t('bundle.word')}
          isOptional
          description={t('bundle.word-description')}
          error={isShort ? t('bundle.word-short', { count: SHORTEST_WORD }) : undefined}
          value={typed}
          onChange={setTyped}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            // Enter would save the bundle before the word is hidden in it.
            event.preventDefault();
            add();
          }}
        />
        <Button icon={Plus} isDisabled={!canAdd} onPress={add}>
          {t('bundle.word-add')}
        </Button>
      </div>
      {words.length === 0 ? null : (
        <ul className="word-list" aria-label={t('bundle.words')}>
          {words.map((each) => (
            <li key={each} className="word">
              <span>{each}</span>
              <Button
                look="quiet"
                isSmall
                icon={X}
                aria-label={t('bundle.word-remove', { word: each })}
                onPress={() => choose({ words: words.filter((other) => other !== each) })}
              >
                {t('bundle.word-remove-short')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
