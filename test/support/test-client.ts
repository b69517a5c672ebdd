import type { UnsentChoice } from '../../src/client/choice-outbox.ts';
import { connectSocket } from '../../src/client/socket-connection.ts';
import { TeamClient } from '../../src/client/team-client.ts';
import type { Names } from '../../src/shared/protocol/schemas.ts';
import { ManualClock } from './manual-clock.ts';
import { namesInMemory } from './names-store.ts';

type Options = {
  readonly url: string;
  readonly token?: string;
  /** What it had not sent when it ran last. */
  readonly unsent?: UnsentChoice | null;
  /** The names that it kept when it ran last. */
  readonly names?: Names | null;
};

/**
 * A client whose retries wait for the test's clock, with what it tells. It leaves when `disposal`
 * is disposed of.
 */
export function testClient(disposal: AsyncDisposableStack, options: Options) {
  const { url, token = 'ampel_any', unsent = null } = options;
  const clock = new ManualClock();
  const warnings: string[] = [];
  const stored: { choice: UnsentChoice | null } = { choice: unsent };
  const names = namesInMemory(options.names ?? null);
  const refused: unknown[] = [];
  const attempts = { count: 0 };
  const client = new TeamClient({
    url,
    token,
    device: { id: 'client-device', name: 'Test', kind: 'desktop', version: '1.0.0' },
    activity: () => ({ idleMs: 0, locked: false, source: 'system' }),
    connect: (...args) => {
      const connection = connectSocket(...args);
      const { open } = connection;
      connection.open = () => {
        attempts.count += 1;
        open();
      };
      return connection;
    },
    outbox: {
      load: () => stored.choice,
      save: (choice) => {
        stored.choice = choice;
      },
    },
    names,
    onChoiceRefused: (choice, problem) => refused.push({ choice, problem }),
    clock,
    random: () => 0.5,
    warn: (message) => warnings.push(message),
  });
  disposal.defer(() => {
    const left = client.leave('quit');
    // Some servers here never answer a goodbye.
    clock.advance(1_000);
    return left;
  });
  return { client, clock, warnings, stored, names, refused, attempts };
}
