import { useId } from 'react';
import { Button } from 'react-aria-components/Button';
import { useBridge } from '../../bridge/bridge-context.ts';
import type { TeamView } from '../../bridge/team-view.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { CloseIcon } from '../../icons/icons.tsx';
import { useNotices } from '../../notices/notice-context.tsx';

/** Whom the member watches (NO2), to be ended here; begun it is in the roster. */
export function WatchedPeople({ view }: { readonly view: TeamView }) {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  const heading = useId();
  const watched = view.members.filter((member) => member.watched);
  return (
    <section className="setting" aria-labelledby={heading}>
      {/* It takes the focus from whoever is removed, whose button is gone. */}
      <h3 id={heading} className="label" tabIndex={-1}>
        {t('settings.watched')}
      </h3>
      {view.self === null ? <p className="hint">{t('settings.teamUnknown')}</p> : null}
      {view.self !== null && watched.length === 0 ? (
        <p className="hint">{t('settings.watchedEmpty')}</p>
      ) : null}
      <ul className="watched-list">
        {watched.map(({ memberId, name }) => (
          <li key={memberId} className="watched-person">
            <span className="watched-name">{name}</span>
            <Button
              className="icon-button"
              aria-label={t('settings.unwatch', { name })}
              onPress={() => {
                document.getElementById(heading)?.focus();
                tell(bridge.watch({ memberId, on: false }));
              }}
            >
              <CloseIcon />
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
