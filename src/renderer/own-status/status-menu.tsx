import { Menu, MenuItem, MenuSection } from 'react-aria-components/Menu';
import { Separator } from 'react-aria-components/Separator';
import { Text } from 'react-aria-components/Text';
import { CHOICES, type Choice } from '../../shared/domain/status.ts';
import type { IndicatorShape } from '../../shared/indicator/shapes.ts';
import { useBridge } from '../app/bridge-context.ts';
import { isConnected, type TeamView } from '../app/team-view.ts';
import { useTexts } from '../i18n/locale.tsx';
import { CheckIcon, Spinner } from '../icons/icons.tsx';
import { Indicator } from '../indicator/indicator.tsx';
import { useNotices } from '../notices/notice-context.tsx';

type Props = { readonly view: TeamView; readonly onOpenSettings: () => void };

export function StatusMenu({ view, onOpenSettings }: Props) {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  const { self, choosing, settings } = view;
  const canChoose = isConnected(view) && self !== null;
  return (
    <Menu className="menu" aria-label={t('own.menu')}>
      <MenuSection
        className="menu-section"
        aria-label={t('own.menu')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={canChoose ? [self.choice] : []}
      >
        {CHOICES.map((choice) => (
          <MenuItem
            key={choice}
            id={choice}
            className="menu-item"
            textValue={t(`status.${choice}`)}
            isDisabled={!canChoose}
            onAction={() => tell(bridge.choose(choice))}
          >
            {({ isSelected }) => (
              <ChoiceRow choice={choice} isSelected={isSelected} isPending={choosing === choice} />
            )}
          </MenuItem>
        ))}
      </MenuSection>
      {canChoose ? (
        settings === null ? null : (
          <HintItem shape="offline">
            {t('own.automatic', { count: settings.inactivityTimeoutMinutes })}
          </HintItem>
        )
      ) : (
        <HintItem shape="disconnected">{t('own.notConnected')}</HintItem>
      )}
      <Separator className="menu-separator" />
      <MenuItem id="settings" className="menu-item" onAction={onOpenSettings}>
        {t('settings.open')}
      </MenuItem>
      <MenuItem
        id="sign-out"
        className="menu-item"
        onAction={() => tell(bridge.signOut(undefined))}
      >
        {t('tray.signOut')}
      </MenuItem>
      <MenuItem id="quit" className="menu-item" onAction={() => tell(bridge.quit(undefined))}>
        {t('tray.quit')}
      </MenuItem>
    </Menu>
  );
}

/** Says something about the choices above and cannot be chosen itself. */
function HintItem(props: { readonly shape: IndicatorShape; readonly children: string }) {
  return (
    <MenuItem id="hint" className="menu-item menu-hint" textValue={props.children} isDisabled>
      <span className="menu-mark">
        <Indicator shape={props.shape} />
      </span>
      <Text slot="label">{props.children}</Text>
    </MenuItem>
  );
}

function ChoiceRow(props: {
  readonly choice: Choice;
  readonly isSelected: boolean;
  readonly isPending: boolean;
}) {
  const { choice, isSelected, isPending } = props;
  const t = useTexts();
  return (
    <>
      <span className="menu-mark">
        <Indicator shape={choice} />
      </span>
      <Text slot="label">{t(`status.${choice}`)}</Text>
      <span className="menu-state">
        {isPending ? <Spinner /> : isSelected ? <CheckIcon /> : null}
      </span>
    </>
  );
}
