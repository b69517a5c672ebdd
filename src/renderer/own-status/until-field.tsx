import { FieldError } from 'react-aria-components/FieldError';
import { Text } from 'react-aria-components/Text';
import { DateInput, DateSegment, Label, TimeField } from 'react-aria-components/TimeField';
import { TIMED_CHOICE_SECONDS } from '../../shared/domain/choice.ts';
import { formatDuration } from '../../shared/time/duration.ts';
import { formatMoment } from '../../shared/time/moment.ts';
import { useFormatLocale, useTexts } from '../i18n/locale.tsx';
import { useNow } from '../time/use-now.ts';
import { useToday } from '../time/use-today.ts';
import { entered, type TimeOfDay } from './choice-draft.ts';

type Props = {
  readonly time: TimeOfDay | null;
  readonly wrong: 'missing' | 'too-soon' | null;
  readonly onChange: (time: TimeOfDay | null) => void;
};

/** A time of day, entered as the locale writes it; says what it comes to. */
export function UntilField({ time, wrong, onChange }: Props) {
  const t = useTexts();
  const locale = useFormatLocale();
  const today = useToday();
  const now = useNow();
  const end = entered(time, now);
  return (
    <TimeField className="field" isInvalid={wrong !== null} onChange={onChange} autoFocus>
      <Label className="label">{t('busy.time')}</Label>
      <DateInput className="input-box time-input">
        {(segment) => <DateSegment className="time-segment" segment={segment} />}
      </DateInput>
      {wrong === null ? (
        <Text slot="description" className="hint">
          {end.kind === 'fits'
            ? t('busy.timeEnds', {
                time: formatMoment(now + end.forSeconds * 1000, today, locale),
                duration: formatDuration(end.forSeconds * 1000, 'minute', locale),
              })
            : t('busy.timeHint')}
        </Text>
      ) : null}
      <FieldError className="field-error">
        {wrong === 'missing'
          ? t('busy.timeMissing')
          : t('busy.timeTooSoon', { min: TIMED_CHOICE_SECONDS.min / 60 })}
      </FieldError>
    </TimeField>
  );
}
