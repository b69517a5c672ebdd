import { SwitchButton, SwitchField, Text } from 'react-aria-components/Switch';

type Props = {
  readonly label: string;
  readonly hint: string;
  readonly isOn: boolean;
  readonly onChange: (on: boolean) => void;
  readonly isDisabled?: boolean;
};

/** On or off, in force at once. */
export function SwitchSetting({ label, hint, isOn, onChange, isDisabled = false }: Props) {
  return (
    <SwitchField className="setting" isSelected={isOn} onChange={onChange} isDisabled={isDisabled}>
      <SwitchButton className="switch">
        <span className="switch-words">{label}</span>
        <span className="switch-track" />
      </SwitchButton>
      <Text slot="description" className="hint">
        {hint}
      </Text>
    </SwitchField>
  );
}
