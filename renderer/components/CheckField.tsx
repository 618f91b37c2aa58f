import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox } from 'react-aria-components';

interface Props {
  readonly isSelected: boolean;
  readonly children: ReactNode;
  readonly isDisabled?: boolean;
  /** True where it stands for several, of which only some are ticked. */
  readonly isMixed?: boolean;
  onChange(isSelected: boolean): void;
}

/** A box to tick. */
export function CheckField({ isSelected, children, isDisabled = false, isMixed = false, onChange }: Props) {
  const Mark = isMixed ? Minus : Check;
  return (
    <Checkbox
      className="check"
      isSelected={isSelected}
      isDisabled={isDisabled}
      isIndeterminate={isMixed}
      onChange={onChange}
    >
      <span className="check-box" aria-hidden>
        <Mark className="icon" />
      </span>
      <span>{children}</span>
    </Checkbox>
  );
}
