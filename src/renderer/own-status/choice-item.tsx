import { MenuItem } from 'react-aria-components/Menu';
import { Text } from 'react-aria-components/Text';
import type { Choice } from '../../shared/domain/status.ts';
import { useTexts } from '../i18n/locale.tsx';
import { CheckIcon, ClockIcon, Spinner } from '../icons/icons.tsx';
import { Indicator } from '../indicator/indicator.tsx';
import type { ChoiceRow, MenuChoices } from './menu-choices.ts';

type Props = {
  readonly row: ChoiceRow;
  readonly shape: Choice;
  readonly label: string;
  /** Stands beside the label, for what the label leaves open. */
  readonly detail: string | null;
  readonly pending: MenuChoices['pending'];
  readonly onChoose: () => void;
};

/** A choice in the menu, with whether it stands, is on its way, or waits for the connection. */
export function ChoiceItem({ row, shape, label, detail, pending, onChoose }: Props) {
  const t = useTexts();
  const waitsFor = pending?.row === row ? pending.waitsFor : null;
  const description = waitsFor === 'connection' ? t('own.whenConnected') : detail;
  return (
    <MenuItem id={row} className="menu-item" textValue={label} onAction={onChoose}>
      {({ isSelected }) => (
        <>
          <span className="menu-mark">
            <Indicator shape={shape} />
          </span>
          <span className="menu-words">
            <Text slot="label">{label}</Text>
            {description === null ? null : (
              <Text slot="description" className="menu-detail">
                {description}
              </Text>
            )}
          </span>
          <span className="menu-state">
            <StateIcon waitsFor={waitsFor} isSelected={isSelected} />
          </span>
        </>
      )}
    </MenuItem>
  );
}

function StateIcon(props: {
  readonly waitsFor: 'answer' | 'connection' | null;
  readonly isSelected: boolean;
}) {
  if (props.waitsFor === 'answer') return <Spinner />;
  if (props.waitsFor === 'connection') return <ClockIcon />;
  return props.isSelected ? <CheckIcon /> : null;
}
