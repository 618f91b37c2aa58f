import type { ReactNode } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

interface Choice<T extends string> {
  readonly value: T;
  readonly title: string;
  readonly detail: ReactNode;
}

interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly Choice<T>[];
  onChange(value: T): void;
}

/** One of a few, each with a sentence of what it means. */
export function ChoiceCards<T extends string>({ label, value, choices, onChange }: Props<T>) {
  return (
    <RadioGroup
      className="choices"
      value={value}
      onChange={(chosen) => {
        const choice = choices.find((each) => each.value === chosen);
        if (choice !== undefined) onChange(choice.value);
      }}
    >
      <Label className="field-label">{label}</Label>
      <div className="choice-cards">
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} className="choice-card">
            <span className="choice-mark" aria-hidden />
            <span className="choice-text">
              <span className="choice-title">{choice.title}</span>
              <span className="choice-detail">{choice.detail}</span>
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
