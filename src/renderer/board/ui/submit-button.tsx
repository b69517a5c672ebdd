import { Button } from 'react-aria-components/Button';
import { Spinner } from '../../icons/icons.tsx';

type Props = {
  readonly label: string;
  readonly isRunning: boolean;
  readonly isQuiet?: boolean;
};

/** Sends the form it stands in. */
export function SubmitButton({ label, isRunning, isQuiet = false }: Props) {
  return (
    <Button
      type="submit"
      className={isQuiet ? 'button' : 'button button-primary'}
      isPending={isRunning}
    >
      {isRunning ? <Spinner /> : null}
      {label}
    </Button>
  );
}
