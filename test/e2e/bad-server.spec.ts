import { expect } from '@playwright/test';
import type { Socket } from 'socket.io';
import { DEFAULT_SETTINGS } from '../../src/shared/domain/settings.ts';
import type { Welcome } from '../../src/shared/protocol/schemas.ts';
import { startSocketServer } from '../support/socket-server.ts';
import { test } from './fixtures.ts';

const me = { memberId: 'me', name: 'Ben Sommer', role: 'agent' } as const;
const account = { memberId: 'me', email: 'ben@example.com', token: 'ampel_any' };
const welcome: Welcome = {
  protocol: 1,
  serverTime: Date.now(),
  log: 'log1',
  version: 1,
  self: { ...me, choice: 'online', until: null, note: null, status: 'online' },
  settings: { ...DEFAULT_SETTINGS, timeoutSetBy: null },
  snapshot: {
    log: 'log1',
    version: 1,
    members: [me],
    statuses: [{ memberId: 'me', status: 'online', since: 1, cause: 'chosen' }],
  },
};

/** A server that keeps to the protocol only as long as a test wants. */
async function startServer() {
  const state: { greeting: unknown; socket: Socket | undefined } = {
    greeting: welcome,
    socket: undefined,
  };
  const server = await startSocketServer();
  server.io.on('connection', (socket) => {
    state.socket = socket;
    socket.onAny((...message: unknown[]) => {
      const acknowledge = message.at(-1);
      if (typeof acknowledge === 'function') acknowledge(Buffer.from('no answer'));
    });
    socket.emit('welcome', state.greeting);
  });
  return { ...server, state };
}

test('PR9 what a server may not send breaks neither window nor tray, and passes', async ({
  launch,
}) => {
  await using server = await startServer();
  const app = await launch({ as: account, server: server.url, window: true });
  const page = await app.window();
  const own = page.getByRole('button', { name: /You are Online/ });
  await expect(own).toBeVisible();
  // A command whose answer makes no sense is told as one that failed.
  await app.desktop.tray.click(['Busy', '1 hour']);
  await expect(own).toBeVisible();

  server.state.greeting = { ...welcome, self: { ...me, name: 42 } };
  server.state.socket?.emit('delta', { from: 1, to: 2, changes: [{ kind: 'nonsense' }] });
  await expect(page.getByText('Not connected. Trying again…')).toBeVisible();
  await expect.poll(() => app.desktop.tray.toolTip()).toContain('Not connected');
  await expect(own).toBeHidden();

  server.state.greeting = welcome;
  await expect(own).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('Something went wrong')).toBeHidden();
});

test('a server that is no team server is told of at once when signing in', async ({ launch }) => {
  await using server = await startServer();
  server.state.greeting = 'hello';
  const app = await launch({ server: server.url, window: true });
  const page = await app.window();
  await page.getByRole('textbox', { name: 'Server address' }).fill(server.url);
  await page.getByRole('button', { name: 'Use a token instead' }).click();
  await page.getByRole('textbox', { name: 'Token' }).fill('ampel_any');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('The app and the server do not fit together.')).toBeVisible();
});
