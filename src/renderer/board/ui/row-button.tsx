import type { RefObject } from 'react';

type Props = {
  readonly label: string;
  /** For whom the label alone does not say what it is about. */
  readonly fullLabel: string | undefined;
  readonly isDisabled?: boolean;
  readonly button?: RefObject<HTMLButtonElement | null>;
  readonly onClick: () => void;
};

/** Something that can be done about one row of a table. */
export function RowButton({ label, fullLabel, isDisabled = false, button, onClick }: Props) {
  return (
    <button
      ref={button}
      type="button"
      className="button button-small"
      aria-label={fullLabel}
      aria-disabled={isDisabled || undefined}
      onClick={onClick}
    >
      {label}
    </button>
  );
}
