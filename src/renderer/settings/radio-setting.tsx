import { Label, RadioButton, RadioField, RadioGroup } from 'react-aria-components/RadioGroup';

type Props<T extends string> = {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly words: string }[];
  readonly onChange: (value: T) => void;
};

/** One of a few, in force at once. */
export function RadioSetting<T extends string>({ label, value, options, onChange }: Props<T>) {
  return (
    <RadioGroup
      className="setting"
      value={value}
      onChange={(chosen) => {
        const option = options.find((candidate) => candidate.value === chosen);
        if (option !== undefined) onChange(option.value);
      }}
    >
      <Label className="label">{label}</Label>
      {options.map((option) => (
        <RadioField key={option.value} value={option.value}>
          <RadioButton className="radio">
            <span className="radio-mark" />
            {option.words}
          </RadioButton>
        </RadioField>
      ))}
    </RadioGroup>
  );
}
