import {
  RadioField as AriaRadio,
  Label,
  RadioButton,
  RadioGroup,
} from 'react-aria-components/RadioGroup';

type Props<T extends string> = {
  readonly label: string;
  readonly options: readonly T[];
  readonly value: T;
  readonly textOf: (option: T) => string;
  readonly onChange: (option: T) => void;
};

/** One of a few, all of them seen. */
export function RadioField<T extends string>(props: Props<T>) {
  const { label, options, value, textOf, onChange } = props;
  return (
    <RadioGroup
      className="field"
      value={value}
      onChange={(chosen) => {
        const option = options.find((candidate) => candidate === chosen);
        if (option !== undefined) onChange(option);
      }}
    >
      <Label className="label">{label}</Label>
      <div className="radios">
        {options.map((option) => (
          <AriaRadio key={option} value={option}>
            <RadioButton className="radio">
              <span className="radio-mark" />
              {textOf(option)}
            </RadioButton>
          </AriaRadio>
        ))}
      </div>
    </RadioGroup>
  );
}
