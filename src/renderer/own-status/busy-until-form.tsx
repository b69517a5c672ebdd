import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Form } from 'react-aria-components/Form';
import { MAX_NOTE_LENGTH } from '../../shared/domain/choice.ts';
import { useBridge } from '../app/bridge-context.ts';
import { LabelledField } from '../fields/labelled-field.tsx';
import { useTexts } from '../i18n/locale.tsx';
import { useNotices } from '../notices/notice-context.tsx';
import { entered, noteOf, type TimeOfDay } from './busy-until.ts';
import { UntilField } from './until-field.tsx';

export function BusyUntilForm({ onDone }: { readonly onDone: () => void }) {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  const [time, setTime] = useState<TimeOfDay | null>(null);
  const [note, setNote] = useState('');
  // What was wrong when it was last sent; a new time is judged only when it is sent.
  const [wrong, setWrong] = useState<'missing' | 'too-soon' | null>(null);

  function submit(): void {
    const end = entered(time, Date.now());
    if (end.kind !== 'fits') {
      setWrong(end.kind);
      return;
    }
    const text = noteOf(note);
    tell(
      bridge.choose({
        choice: 'busy',
        forSeconds: end.forSeconds,
        ...(text === undefined ? {} : { note: text }),
      }),
    );
    onDone();
  }

  return (
    <Form
      className="stack"
      validationBehavior="aria"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit();
      }}
    >
      <UntilField
        time={time}
        wrong={wrong}
        onChange={(next) => {
          setTime(next);
          setWrong(null);
        }}
      />
      <LabelledField
        label={t('busy.note')}
        hint={t('busy.noteHint')}
        error={null}
        value={note}
        onChange={setNote}
        maxLength={MAX_NOTE_LENGTH}
        isReadOnly={false}
        autoFocus={false}
      />
      <div className="dialog-actions">
        <Button className="button" onPress={onDone}>
          {t('busy.cancel')}
        </Button>
        <Button type="submit" className="button button-primary">
          {t('busy.submit')}
        </Button>
      </div>
    </Form>
  );
}
