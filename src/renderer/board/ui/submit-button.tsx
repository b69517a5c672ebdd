import { Spinner } from '../../icons/icons.tsx';

type Props = {
  readonly label: string;
  readonly isRunning: boolean;
  readonly isQuiet?: boolean;
};

/** Sends the form it stands in; keeps the focus while that is under way. */
export function SubmitButton({ label, isRunning, isQuiet = false }: Props) {
  return (
    <button
      type="submit"
      className={isQuiet ? 'button' : 'button button-primary'}
      aria-disabled={isRunning}
    >
      {isRunning ? <Spinner /> : null}
      {label}
    </button>
  );
}
