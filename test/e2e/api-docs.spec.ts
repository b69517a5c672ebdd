import { chromium, expect, test } from '@playwright/test';
import { findChromium } from '../electron-host/chromium.ts';
import { TeamServer } from '../support/team-server.ts';

test('TR7: the page that describes the API works under its policy, from its own server alone', async () => {
  await using server = await TeamServer.start();
  await using browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage();
  const complaints: string[] = [];
  const hosts = new Set<string>();
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('request', (request) => hosts.add(new URL(request.url()).origin));

  const response = await page.goto(`${server.url}/api/v1/docs`);
  expect(response?.headers()['content-security-policy']).not.toMatch(/unsafe|https?:|\*/);
  await page.getByText('Change settings of the team').click();
  await expect(page.getByText('"inactivityTimeoutMinutes": 15').first()).toBeVisible();
  // Somebody tries it out, without a token.
  await page.getByRole('button', { name: 'Try it out' }).click();
  await page.getByRole('button', { name: 'Execute' }).click();
  await expect(page.getByText('"detail": "Sign in first."')).toBeVisible();

  expect([...hosts]).toEqual([server.url]);
  expect(complaints.filter((text) => !text.includes('401'))).toEqual([]);
});
