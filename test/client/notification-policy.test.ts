import { describe, expect, it } from 'vitest';
import { type NotificationWish, notificationsFor } from '../../src/client/notification-policy.ts';
import type { StatusTransition } from '../../src/client/replica.ts';

const change = (
  memberId: string,
  from: StatusTransition['from'],
  to: StatusTransition['to'],
): StatusTransition => ({ member: { memberId, name: memberId, role: 'agent' }, from, to });

const wish = (change: Partial<NotificationWish> = {}): NotificationWish => ({
  selfId: 'me',
  notifyAbout: 'everyone',
  watched: new Set(),
  ...change,
});

describe('notifications', () => {
  it('NO1 never tell of the own changes', () => {
    expect(notificationsFor([change('me', 'online', 'busy')], wish())).toEqual([]);
  });

  it('NO2 tell of watched people only, where that is wished', () => {
    const changes = [change('anna', 'offline', 'online'), change('ben', 'online', 'busy')];
    const told = notificationsFor(
      changes,
      wish({ notifyAbout: 'watched', watched: new Set(['anna']) }),
    );
    expect(told).toEqual([{ kind: 'member', transition: changes[0] }]);
  });

  it('NO2 tell of nobody, where that is wished', () => {
    const changes = [change('anna', 'offline', 'online')];
    const told = notificationsFor(
      changes,
      wish({ notifyAbout: 'nobody', watched: new Set(['anna']) }),
    );
    expect(told).toEqual([]);
  });

  it('tell once of someone who changed twice in one delivery', () => {
    const told = notificationsFor(
      [change('anna', 'online', 'busy'), change('anna', 'busy', 'offline')],
      wish(),
    );
    expect(told).toEqual([{ kind: 'member', transition: change('anna', 'online', 'offline') }]);
  });

  it('do not tell of someone who is back where they were', () => {
    const told = notificationsFor(
      [change('anna', 'online', 'busy'), change('anna', 'busy', 'online')],
      wish(),
    );
    expect(told).toEqual([]);
  });

  it('put many changes into one sentence', () => {
    const changes = ['a', 'b', 'c', 'd'].map((id) => change(id, 'offline', 'online'));
    expect(notificationsFor(changes, wish())).toEqual([{ kind: 'summary', count: 4 }]);
  });
});
