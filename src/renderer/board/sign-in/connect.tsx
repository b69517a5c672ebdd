import { useState } from 'react';
import { useSearch } from 'wouter';
import { Spinner } from '../../icons/icons.tsx';
import { useApi, useBoard, useSession } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { useAction } from '../ui/use-action.ts';
import { CardPage } from './card-page.tsx';
import {
  type ConnectRequest,
  codeAddress,
  readConnectRequest,
  refusalAddress,
} from './connect-request.ts';

/** Where an app leads that wants to take part: nothing is given to it without a yes. */
export function Connect() {
  const t = useBoardTexts();
  const request = readConnectRequest(useSearch());
  if (request === null) {
    return (
      <CardPage title={t('connect.badTitle')}>
        <p>{t('connect.bad')}</p>
      </CardPage>
    );
  }
  return <Consent request={request} />;
}

function Consent({ request }: { readonly request: ConnectRequest }) {
  const t = useBoardTexts();
  const api = useApi();
  const { session } = useBoard();
  const { member, team } = useSession();
  const [isConnecting, setConnecting] = useState(false);
  const { run, isRunning, problem } = useAction();
  const { challenge, deviceName } = request;

  async function connect(): Promise<void> {
    const made = await run(() => api.session.deviceCode({ challenge, deviceName }));
    if (made === null) return;
    setConnecting(true);
    location.assign(codeAddress(request, made.value.code));
  }
  return (
    <CardPage title={t('connect.title', { device: deviceName })}>
      <p className="card-lead">
        {t('connect.about', { name: member.name, team: team.name, device: deviceName })}
      </p>
      <p className="hint">{t('connect.only')}</p>
      <ProblemMessage problem={problem} />
      <div className="card-actions">
        <button
          type="button"
          className="button button-primary"
          aria-disabled={isRunning || isConnecting}
          onClick={() => {
            if (!isConnecting) void connect();
          }}
        >
          {isRunning ? <Spinner /> : null}
          {t('connect.yes')}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => location.assign(refusalAddress(request))}
        >
          {t('connect.no')}
        </button>
      </div>
      <p className="hint">
        {t('connect.notYou')}{' '}
        <button type="button" className="link" onClick={() => void session.signOut()}>
          {t('connect.signOut')}
        </button>
      </p>
    </CardPage>
  );
}
