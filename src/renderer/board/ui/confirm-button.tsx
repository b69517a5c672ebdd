import { useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { DialogFrame } from '../../dialog/dialog-frame.tsx';
import { useTexts } from '../../i18n/locale.tsx';
import type { Reply } from '../api/http.ts';
import { ProblemMessage } from './problem-message.tsx';
import { RowButton } from './row-button.tsx';
import { useAction } from './use-action.ts';

type Props = {
  readonly label: string;
  /** For whom the label alone does not say what it is about. */
  readonly fullLabel?: string;
  readonly title: string;
  /** What will happen. */
  readonly question: string;
  readonly confirm: string;
  /** Somebody or something loses what they had. */
  readonly isDanger?: boolean;
  readonly onConfirm: () => Promise<Reply<unknown>>;
  readonly onDone: () => void;
};

/** A button for what cannot be taken back: it asks first. */
export function ConfirmButton(props: Props) {
  const { label, fullLabel, title, question, confirm, isDanger, onConfirm, onDone } = props;
  const t = useTexts();
  const [isOpen, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const { run, isRunning, problem, forget } = useAction();

  async function onPress(): Promise<void> {
    if ((await run(onConfirm)) === null) return;
    setOpen(false);
    onDone();
  }
  return (
    <>
      <RowButton
        label={label}
        fullLabel={fullLabel}
        button={opener}
        onClick={() => {
          forget();
          setOpen(true);
        }}
      />
      <DialogFrame title={title} isOpen={isOpen} onOpenChange={setOpen} opener={opener}>
        <p>{question}</p>
        <ProblemMessage problem={problem} />
        <div className="dialog-actions">
          <Button className="button" onPress={() => setOpen(false)}>
            {t('busy.cancel')}
          </Button>
          <button
            type="button"
            className={isDanger ? 'button button-danger' : 'button button-primary'}
            aria-disabled={isRunning}
            onClick={() => void onPress()}
          >
            {confirm}
          </button>
        </div>
      </DialogFrame>
    </>
  );
}
