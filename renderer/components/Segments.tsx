import { Label, Radio, RadioGroup, Text } from 'react-aria-components';

interface Segment<T extends string> {
  readonly value: T;
  readonly title: string;
}

interface Props<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly Segment<T>[];
  /** What the chosen one means. */
  readonly description?: string | undefined;
  onChange(value: T): void;
}

/** One of a few short words, side by side. */
export function Segments<T extends string>({ label, value, choices, description, onChange }: Props<T>) {
  return (
    <RadioGroup
      className="segments-field"
      orientation="horizontal"
      value={value}
      onChange={(chosen) => {
        const choice = choices.find((each) => each.value === chosen);
        if (choice !== undefined) onChange(choice.value);
      }}
    >
      <Label className="field-label">{label}</Label>
      <div className="segments">
        {choices.map((choice) => (
          <Radio key={choice.value} value={choice.value} className="segment">
            {choice.title}
          </Radio>
        ))}
      </div>
      {description === undefined ? null : (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
    </RadioGroup>
  );
}
