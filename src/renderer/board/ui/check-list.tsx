import { useId } from 'react';

type Props<T extends string> = {
  readonly label: string;
  readonly options: readonly T[];
  readonly chosen: readonly T[];
  readonly textOf: (option: T) => string;
  readonly onChange: (chosen: readonly T[]) => void;
  readonly error?: string | null;
};

/** Any of a few. */
export function CheckList<T extends string>(props: Props<T>) {
  const { label, options, chosen, textOf, onChange, error = null } = props;
  const id = useId();
  return (
    <fieldset className="check-list" aria-describedby={error === null ? undefined : id}>
      <legend className="label">{label}</legend>
      {options.map((option) => (
        <label key={option} className="check">
          <input
            type="checkbox"
            checked={chosen.includes(option)}
            onChange={({ target }) =>
              // In the order in which they are listed, however they were chosen.
              onChange(
                options.filter((other) =>
                  other === option ? target.checked : chosen.includes(other),
                ),
              )
            }
          />
          {textOf(option)}
        </label>
      ))}
      {error === null ? null : (
        <p id={id} className="field-error">
          {error}
        </p>
      )}
    </fieldset>
  );
}
