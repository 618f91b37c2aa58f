import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';

interface Props {
  readonly isSelected: boolean;
  readonly isDisabled?: boolean;
  readonly children: ReactNode;
  onChange(isSelected: boolean): void;
}

/** A box to tick. */
export function CheckField({ isSelected, isDisabled = false, children, onChange }: Props) {
  return (
    <Checkbox className="check" isSelected={isSelected} isDisabled={isDisabled} onChange={onChange}>
      <span className="check-box" aria-hidden>
        <Check className="icon" />
      </span>
      <span>{children}</span>
    </Checkbox>
  );
}
