import { describe, expect, it } from 'vitest';
import { lookAtComputer } from '../../../src/main/diagnostics/diagnostics.ts';
import { reportText } from '../../../src/main/diagnostics/report.ts';
import type {
  ComputerLook,
  Diagnostics,
  Integration,
} from '../../../src/shared/bridge/diagnostics.ts';

const AT = Date.UTC(2026, 2, 9, 12);

const diagnostics: Diagnostics = {
  versions: {
    ampel: '0.1.0',
    electron: '45.4.1',
    chromium: '150.0.1',
    node: '24.21.0',
    system: 'Linux 6.12 x64',
  },
  desktop: 'KDE, wayland',
  device: 'bens-laptop',
  server: 'https://ben:secret@ampel.example.com',
  signedInAt: null,
  connection: {
    state: 'lost',
    since: AT - 60_000,
    position: { log: 'x1y2', version: 42 },
    acknowledgedAt: AT - 61_000,
    lastProblem: { at: AT - 1000, problem: { code: 'unreachable', detail: 'ECONNREFUSED' } },
  },
  source: 'system',
};
const look: ComputerLook = {
  at: AT,
  idleMs: 4000,
  locked: false,
  failure: null,
  source: 'system',
};
const integration: Integration = { keyboard: 'other', shortcut: 'works', launchAtLogin: true };

describe('SE5 the report for whoever helps', () => {
  it('says in plain text how things are', () => {
    expect(
      reportText(diagnostics, look, integration),
    ).toBe(`Ampel diagnostics, 2026-03-09T12:00:00.000Z
Ampel: 0.1.0
Electron: 45.4.1, Chromium 150.0.1, Node 24.21.0
System: Linux 6.12 x64
Desktop: KDE, wayland
Server: ampel.example.com
Signed in since: unknown
Connection: lost since 2026-03-09T11:59:00.000Z
Last answer: 2026-03-09T11:58:59.000Z
Last problem: unreachable at 2026-03-09T11:59:59.000Z: ECONNREFUSED
Log position: x1y2 at 42
Input known from: system
System says: idle for 4000 ms, not locked
System failed: no
Shortcut: works
Launch at login: on
`);
  });

  it('names no person, no device and no secret, wherever they may stand', () => {
    const detail =
      'ben.sommer@example.com may not use ampel_5f-3Kd_9aQ;\n at /home/ben/app, C:\\Users\\ben\\app';
    const text = reportText(
      {
        ...diagnostics,
        connection: {
          ...diagnostics.connection,
          lastProblem: { at: AT, problem: { code: 'invalid', detail } },
        },
      },
      { ...look, failure: 'Error: ENOENT /Users/ben/x' },
      integration,
    );
    expect(text).not.toMatch(/ben|sommer|5f-3Kd|secret/i);
    expect(text).toContain(
      '[address] may not use [token]; at /home/[name]/app, C:\\Users\\[name]\\app',
    );
  });

  it('PR12 says what the system does not tell, and why', () => {
    const failing = {
      idleMs: () => {
        throw new Error('no screen saver');
      },
      locked: () => true,
      lockIsPolled: true,
    };
    const seen = lookAtComputer(failing, 'none', AT);
    expect(seen).toEqual({
      at: AT,
      idleMs: null,
      locked: true,
      failure: 'Error: no screen saver',
      source: 'none',
    });
    const text = reportText(diagnostics, seen, integration);
    expect(text).toContain(
      'System says: idle for ? ms, locked\nSystem failed: Error: no screen saver',
    );
  });
});
