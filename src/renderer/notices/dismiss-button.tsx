import { CloseIcon } from '../icons/icons.tsx';

type Props = { readonly label: string; readonly onDismiss: () => void };

/** Takes away what it stands beside. A plain button: a library's one is loaded only when needed. */
export function DismissButton({ label, onDismiss }: Props) {
  return (
    <button type="button" className="icon-button" aria-label={label} onClick={onDismiss}>
      <CloseIcon />
    </button>
  );
}
