import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CauseId } from '../../../electron/contract/cause-ids.ts';
import { type OfferedFault, PRACTICE_GROUPS } from '../../../electron/contract/practice-faults.ts';
import { CheckField } from '../../components/CheckField.tsx';
import { Field } from '../../components/Field.tsx';

interface Props {
  readonly label: string;
  readonly offered: readonly OfferedFault[];
  readonly chosen: readonly CauseId[];
  /** Whether a fault cannot be had with the chosen ones; absent where anything may be ticked. */
  readonly isExcluded?: (fault: OfferedFault) => boolean;
  onChange(chosen: readonly CauseId[]): void;
}

/** Faults to be ticked, by family, with a search over their titles and ids. What is ticked stays in the list whatever is searched. */
export function FaultPicker({ label, offered, chosen, isExcluded, onChange }: Props) {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = offered.filter(({ id: cause, title }) => {
    const text = `${title} ${cause}`.toLowerCase();
    return chosen.includes(cause) || words.every((word) => text.includes(word));
  });
  const groups = PRACTICE_GROUPS.map((group) => ({
    group,
    faults: shown.filter((fault) => fault.group === group),
  })).filter(({ faults }) => faults.length > 0);
  const toggle = (cause: CauseId, isOn: boolean) =>
    onChange(isOn ? [...chosen, cause] : chosen.filter((each) => each !== cause));
  return (
    <div className="fault-picker">
      <Field
        label={label}
        type="search"
        placeholder={t('practice.search-example')}
        value={search}
        onChange={setSearch}
      />
      <p className="visually-hidden" aria-live="polite">
        {words.length === 0 ? '' : t('practice.matches', { count: shown.length })}
      </p>
      <div className="fault-list">
        {groups.map(({ group, faults }) => (
          <fieldset key={group} className="fault-group">
            <legend className="fault-group-title">{t(`practice.group.${group}`)}</legend>
            <div className="fault-columns">
              {faults.map((fault) => (
                <CheckField
                  key={fault.id}
                  isSelected={chosen.includes(fault.id)}
                  isDisabled={!chosen.includes(fault.id) && isExcluded?.(fault) === true}
                  onChange={(isOn) => toggle(fault.id, isOn)}
                >
                  {fault.title}
                </CheckField>
              ))}
            </div>
          </fieldset>
        ))}
        {groups.length === 0 ? <p className="muted">{t('practice.no-match')}</p> : null}
      </div>
    </div>
  );
}
