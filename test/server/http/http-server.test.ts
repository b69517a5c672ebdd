import { expect, it } from 'vitest';
import { TeamServer } from '../../support/team-server.ts';

it('offers no long polling', async () => {
  await using server = await TeamServer.start();
  const response = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
  expect(response.status).toBe(400);
});
