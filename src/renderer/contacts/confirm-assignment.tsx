import { useId } from 'react';
import { Button } from 'react-aria-components/Button';
import type { MemberView } from '../../shared/bridge/view.ts';
import { useTexts } from '../i18n/locale.tsx';
import { Avatar } from '../indicator/avatar.tsx';
import { shapeOf } from '../indicator/shape-of.ts';

const QUESTIONS = {
  online: 'picker.askOnline',
  busy: 'picker.askBusy',
  offline: 'picker.askOffline',
} as const;

type Props = {
  readonly member: MemberView;
  readonly isAssigning: boolean;
  readonly onAssign: () => void;
  readonly onBack: () => void;
};

/** Asks before a contact goes to somebody who is not Online (AS7). */
export function ConfirmAssignment({ member, isAssigning, onAssign, onBack }: Props) {
  const { name, live } = member;
  const t = useTexts();
  const question = useId();
  return (
    <div className="stack">
      <div className="confirm-assignment">
        <Avatar name={name} shape={shapeOf(live)} />
        <p id={question} role="status">
          {t(QUESTIONS[live?.status ?? 'offline'], { name })}
        </p>
      </div>
      <div className="dialog-actions">
        <Button className="button" autoFocus aria-describedby={question} onPress={onBack}>
          {t('picker.other')}
        </Button>
        <Button
          className="button button-primary"
          aria-describedby={question}
          isPending={isAssigning}
          onPress={onAssign}
        >
          {t('picker.assign', { name })}
        </Button>
      </div>
    </div>
  );
}
