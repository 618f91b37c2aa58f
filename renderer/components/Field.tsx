import {
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  TextField,
  type TextFieldProps,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';

interface Props extends Omit<TextFieldProps, 'children' | 'className' | 'style' | 'onChange'> {
  readonly label: string;
  readonly description?: string | undefined;
  /** What is wrong with the value, in words; absent when nothing is. */
  readonly error?: string | undefined;
  readonly isOptional?: boolean;
  /** Lines of a longer text; absent for one line. */
  readonly lines?: number;
  readonly placeholder?: string;
  readonly width?: 'short' | 'full';
  onChange(value: string): void;
}

/** A labelled text field with its description and error tied to it for assistive technology. */
export function Field({
  label,
  description,
  error,
  isOptional = false,
  lines,
  placeholder,
  width = 'full',
  ...rest
}: Props) {
  const { t } = useTranslation();
  const shown = placeholder === undefined ? {} : { placeholder };
  return (
    <TextField
      {...rest}
      className={`field field-${width}`}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      autoComplete="off"
      spellCheck="false"
    >
      <Label className="field-label">
        {label}
        {isOptional ? <span className="field-optional">{t('common.optional')}</span> : null}
      </Label>
      {lines === undefined ? (
        <Input {...shown} dir="auto" className="input" />
      ) : (
        <TextArea {...shown} dir="auto" rows={lines} className="input" />
      )}
      {description === undefined ? null : (
        <Text slot="description" className="field-description">
          {description}
        </Text>
      )}
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  );
}
