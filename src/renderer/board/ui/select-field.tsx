import { useId } from 'react';

type Props<T extends string> = {
  readonly label: string;
  /** Where the label is said by what stands around it, as in a table. */
  readonly isLabelHidden?: boolean;
  readonly value: T;
  readonly options: readonly T[];
  readonly textOf: (option: T) => string;
  readonly onChange: (option: T) => void;
  readonly isDisabled?: boolean;
};

/** One of a few, as the browser lets choose it: by keys, by touch, and by whatever reads it. */
export function SelectField<T extends string>(props: Props<T>) {
  const { label, isLabelHidden = false, value, options, textOf, onChange } = props;
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id} className={isLabelHidden ? 'visually-hidden' : 'label'}>
        {label}
      </label>
      <select
        id={id}
        className="select"
        value={value}
        disabled={props.isDisabled ?? false}
        onChange={({ target }) => {
          const option = options.find((candidate) => candidate === target.value);
          if (option !== undefined) onChange(option);
        }}
      >
        {options.map((option) => (
          <option key={option} value={option}>
            {textOf(option)}
          </option>
        ))}
      </select>
    </div>
  );
}
