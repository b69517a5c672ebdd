import type { Time } from '@internationalized/date';
import { useState } from 'react';
import { Group } from 'react-aria-components/NumberField';
import { DateInput, DateSegment, Label, TimeField } from 'react-aria-components/TimeField';
import type { QuietHours } from '../../../shared/bridge/view.ts';
import { useBridge } from '../../bridge/bridge-context.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { useNotices } from '../../notices/notice-context.tsx';
import { SwitchSetting } from '../switch-setting.tsx';
import {
  type EnteredHours,
  endsNextDay,
  entryOf,
  FIRST_QUIET_HOURS,
  hoursOf,
} from './quiet-hours.ts';

export function QuietHoursSetting({ quietHours }: { readonly quietHours: QuietHours | null }) {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  return (
    <div className="settings-panel">
      <SwitchSetting
        label={t('settings.quietHours')}
        hint={t('settings.quietHoursHint')}
        isOn={quietHours !== null}
        onChange={(on) =>
          tell(bridge.setPreferences({ quietHours: on ? FIRST_QUIET_HOURS : null }))
        }
      />
      {quietHours === null ? null : <HoursFields quietHours={quietHours} />}
    </div>
  );
}

function HoursFields({ quietHours }: { readonly quietHours: QuietHours }) {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  // Kept as entered: a field that is being changed may be incomplete for a moment.
  const [entry, setEntry] = useState<EnteredHours>(() => entryOf(quietHours));
  const isComplete = hoursOf(entry) !== null;

  function enter(next: EnteredHours): void {
    setEntry(next);
    const hours = hoursOf(next);
    if (hours !== null) tell(bridge.setPreferences({ quietHours: hours }));
  }

  return (
    <Group className="settings-panel" aria-label={t('settings.quietHours')}>
      <div className="hours">
        <HourField
          label={t('settings.quietFrom')}
          value={entry.from}
          onChange={(from) => enter({ ...entry, from })}
        />
        <HourField
          label={t('settings.quietTo')}
          value={entry.to}
          onChange={(to) => enter({ ...entry, to })}
        />
      </div>
      <p className="hint" role="status">
        {isComplete
          ? endsNextDay(quietHours) && t('settings.quietNextDay')
          : t('settings.quietMissing', quietHours)}
      </p>
    </Group>
  );
}

function HourField(props: {
  readonly label: string;
  readonly value: Time | null;
  readonly onChange: (time: Time | null) => void;
}) {
  const { label, value, onChange } = props;
  return (
    <TimeField className="field" value={value} onChange={onChange}>
      <Label className="label">{label}</Label>
      <DateInput className="input-box time-input">
        {(segment) => <DateSegment className="time-segment" segment={segment} />}
      </DateInput>
    </TimeField>
  );
}
