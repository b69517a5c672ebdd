import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Form } from 'react-aria-components/Form';
import type { Problem } from '../../shared/bridge/view.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import { useTexts } from '../i18n/locale.tsx';
import { Spinner } from '../icons/icons.tsx';
import { outcomeOf } from '../notices/notice-context.tsx';
import { ProblemBox } from './problem-box.tsx';
import { ServerField } from './server-field.tsx';

type Props = {
  readonly problem: Problem | null;
  readonly isLooking: boolean;
  readonly server: string;
  readonly onServer: (server: string) => void;
  readonly onToken: () => void;
};

/** Asks for the server alone: who somebody is, they prove in the browser. */
export function BrowserForm({ problem, isLooking, server, onServer, onToken }: Props) {
  const t = useTexts();
  const bridge = useBridge();
  const [isMissing, setMissing] = useState(false);
  const [unheard, setUnheard] = useState<Problem | null>(null);

  async function join(form: HTMLFormElement): Promise<void> {
    const typed = server.trim();
    setMissing(typed === '');
    if (typed === '') return form.querySelector('input')?.focus();
    setUnheard(null);
    // How it goes from here on comes with the view.
    const outcome = await outcomeOf(bridge.join({ server: typed }).then(() => undefined));
    if (!outcome.ok) setUnheard(outcome.problem);
  }

  return (
    <>
      <ProblemBox problem={isMissing ? null : (unheard ?? problem)} />
      <Form
        className="stack"
        validationBehavior="aria"
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
          if (!isLooking) void join(event.currentTarget);
        }}
      >
        <ServerField
          isMissing={isMissing}
          value={server}
          onChange={onServer}
          isReadOnly={isLooking}
          autoFocus={server === ''}
        />
        <Button
          type="submit"
          className="button button-primary"
          isPending={isLooking}
          autoFocus={server !== ''}
        >
          {isLooking ? <Spinner /> : null}
          {t(isLooking ? 'signIn.looking' : 'signIn.inBrowser')}
        </Button>
        {isLooking ? (
          <Button className="button" onPress={() => void bridge.cancelJoin(undefined)}>
            {t('signIn.cancel')}
          </Button>
        ) : (
          <Button className="button" onPress={onToken}>
            {t('signIn.withToken')}
          </Button>
        )}
      </Form>
    </>
  );
}
