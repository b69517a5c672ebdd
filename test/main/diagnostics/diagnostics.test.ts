import { describe, expect, it } from 'vitest';
import type { SessionState } from '../../../src/client/session-state.ts';
import { diagnosticsOf } from '../../../src/main/diagnostics/diagnostics.ts';

const surroundings = {
  versions: { ampel: '1', electron: '2', chromium: '3', node: '4', system: 'Linux' },
  desktop: '',
  device: 'laptop',
};
const record = { connectedAt: null, acknowledgedAt: null, lastProblem: null };

function signedIn(client: Extract<SessionState, { kind: 'signed-in' }>['client']): SessionState {
  return { kind: 'signed-in', server: 'https://a.example', client, unsent: null, source: 'app' };
}

describe('diagnostics', () => {
  it('are none while nobody is signed in', () => {
    const signedOut: SessionState = { kind: 'signed-out', problem: null };
    expect(diagnosticsOf(signedOut, null, null, surroundings)).toBeNull();
    expect(diagnosticsOf(signedOut, record, null, surroundings)).toBeNull();
  });

  it('say since when a connection is tried for, and that nothing is known of the team', () => {
    const state = signedIn({ kind: 'connecting', since: 5 });
    expect(diagnosticsOf(state, record, null, surroundings)).toEqual({
      ...surroundings,
      server: 'https://a.example',
      signedInAt: null,
      connection: {
        state: 'connecting',
        since: 5,
        position: null,
        acknowledgedAt: null,
        lastProblem: null,
      },
      source: 'app',
    });
  });
});
