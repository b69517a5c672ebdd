import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Form } from 'react-aria-components/Form';
import { MAX_NOTE_LENGTH } from '../../shared/domain/choice.ts';
import { CHOICES } from '../../shared/domain/status.ts';
import { formatMoment } from '../../shared/time/moment.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import type { TeamView } from '../bridge/team-view.ts';
import { LabelledField } from '../fields/labelled-field.tsx';
import { RadioField } from '../fields/radio-field.tsx';
import { useFormatLocale, useTexts } from '../i18n/locale.tsx';
import { useNotices } from '../notices/notice-context.tsx';
import { useToday } from '../time/use-today.ts';
import {
  type Beginning,
  type ChoiceDraft,
  canKeepEnd,
  drafted,
  draftFor,
  ENDS,
  type End,
  standingOf,
} from './choice-draft.ts';
import { UntilField } from './until-field.tsx';

type Props = {
  readonly view: TeamView;
  readonly beginning: Beginning;
  readonly onDone: () => void;
};

export function ChoiceForm({ view, beginning, onDone }: Props) {
  const t = useTexts();
  const locale = useFormatLocale();
  const today = useToday();
  const bridge = useBridge();
  const { tell } = useNotices();
  // As the dialog was opened: nothing may change under the hands of who fills it in.
  const [standing] = useState(() => standingOf(view));
  const [draft, setDraft] = useState(() => draftFor(beginning, standing, Date.now()));
  // What was wrong when it was last sent; a new time is judged only when it is sent.
  const [wrong, setWrong] = useState<'missing' | 'too-soon' | null>(null);
  const [ends] = useState(() =>
    ENDS.filter((end) => end !== 'standing' || canKeepEnd(standing, Date.now())),
  );

  function change(changes: Partial<ChoiceDraft>): void {
    setDraft((before) => ({ ...before, ...changes }));
  }

  function submit(): void {
    const result = drafted(draft, standing, Date.now());
    if (result.kind !== 'fits') {
      setWrong(result.kind);
      // What stood is nearly over: it takes another end.
      change({ end: 'time' });
      return;
    }
    tell(bridge.choose(result.request));
    onDone();
  }

  function endText(end: End): string {
    if (end === 'open') return t('busy.untilChanged');
    if (end === 'time' || standing.until === null) return t('busy.untilATime');
    return t('tray.busyUntil', { time: formatMoment(standing.until, today, locale) });
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
      <RadioField
        label={t('busy.status')}
        options={CHOICES}
        value={draft.choice}
        textOf={(choice) => t(`status.${choice}`)}
        onChange={(choice) => change({ choice })}
      />
      <LabelledField
        label={t('busy.note')}
        hint={t('busy.noteHint')}
        error={null}
        value={draft.note}
        onChange={(note) => change({ note })}
        maxLength={MAX_NOTE_LENGTH}
        isReadOnly={false}
        autoFocus={beginning === 'note'}
      />
      <RadioField
        label={t('busy.end')}
        options={ends}
        value={draft.end}
        textOf={endText}
        onChange={(end) => change({ end })}
      />
      {draft.end === 'time' ? (
        <UntilField
          time={draft.time}
          wrong={wrong}
          onChange={(time) => {
            change({ time });
            setWrong(null);
          }}
        />
      ) : null}
      <div className="dialog-actions">
        <Button className="button" onPress={onDone}>
          {t('busy.cancel')}
        </Button>
        <Button type="submit" className="button button-primary">
          {t('busy.submit', { status: t(`status.${draft.choice}`) })}
        </Button>
      </div>
    </Form>
  );
}
