import { expect } from '@playwright/test';
import type { Socket } from 'socket.io';
import { startSocketServer } from '../support/socket-server.ts';
import { welcome } from '../support/welcome.ts';
import { test } from './fixtures.ts';

const account = { memberId: 'me', email: 'ben@example.com', token: 'ampel_any' };

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

  server.state.greeting = { ...welcome, self: { ...welcome.self, name: 42 } };
  server.state.socket?.emit('delta', { from: 5, to: 6, at: 1, statuses: 'nonsense' });
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
