import { describe, expect, it } from 'vitest';
import type { TeamNotice } from '../../../src/client/notifications/notice.ts';
import { TeamNotices } from '../../../src/client/notifications/team-notices.ts';
import type { Notice } from '../../../src/main/ports.ts';
import type { Place } from '../../../src/shared/bridge/view.ts';
import { createTranslator } from '../../support/translators.ts';

/** A notification centre that keeps everything until it is taken back. */
function centre() {
  const shown: Notice[] = [];
  const opened: (Place | undefined)[] = [];
  const notices = new TeamNotices({
    notifier: {
      notify: (notice) => {
        shown.push(notice);
        return () => {
          const at = shown.indexOf(notice);
          if (at >= 0) shown.splice(at, 1);
        };
      },
    },
    speech: () => ({
      t: createTranslator('en'),
      time: { now: 0, locale: 'en-GB' },
      live: () => null,
    }),
    open: (place) => opened.push(place),
  });
  const titles = () =>
    shown.map(({ title, body }) => (title.includes('colleagues') ? body : title));
  return { notices, shown, opened, titles };
}

const person = (name: string) => ({ memberId: name, name, role: 'agent' }) as const;
const online = (...names: string[]): TeamNotice => ({
  kind: 'changes',
  changes: names.map((name) => ({ member: person(name), from: 'offline', to: 'online' })),
});
const busy = (...names: string[]): TeamNotice => ({
  kind: 'changes',
  changes: names.map((name) => ({ member: person(name), from: 'online', to: 'busy' })),
});

describe('the notification centre', () => {
  it('keeps the latest of each person only', () => {
    const { notices, titles } = centre();
    notices.tell(online('Anna'));
    notices.tell(online('Ben'));
    notices.tell(busy('Anna'));
    expect(titles()).toEqual(['Ben is Online', 'Anna is Busy']);
  });

  it('keeps what is said of several people until all of them are told of anew', () => {
    const { notices, titles } = centre();
    notices.tell(online('Anna', 'Ben'));
    notices.tell(busy('Anna'));
    expect(titles()).toEqual(['Anna is Online and Ben is Online', 'Anna is Busy']);
    notices.tell(busy('Anna', 'Ben', 'Cleo'));
    expect(titles()).toEqual(['Anna is Busy, Ben is Busy and Cleo is Busy']);
  });

  it('does not fill up', () => {
    const { notices, titles } = centre();
    for (let n = 1; n <= 25; n++) notices.tell(online(`Agent ${n}`));
    expect(titles()).toHaveLength(10);
    expect(titles().at(0)).toBe('Agent 16 is Online');
    expect(titles().at(-1)).toBe('Agent 25 is Online');
  });

  it('NO6 does not say that nobody is Online once somebody is', () => {
    const { notices, titles } = centre();
    notices.tell({ kind: 'nobody-online' });
    expect(titles()).toEqual(['Nobody is Online']);
    notices.tell({ kind: 'nobody-online-over', online: [person('Anna')] });
    expect(titles()).toEqual(['Someone is Online again']);
    notices.tell({ kind: 'nobody-online' });
    expect(titles()).toEqual(['Nobody is Online']);
  });

  it('NO6 is only cleared where the end is not to be told', () => {
    const { notices, titles } = centre();
    notices.tell({ kind: 'nobody-online' });
    notices.tell({ kind: 'nobody-online-over', online: [] });
    expect(titles()).toEqual([]);
  });

  it('says nothing of a team that one has left', () => {
    const { notices, titles } = centre();
    notices.tell(online('Anna'));
    notices.tell({ kind: 'nobody-online' });
    notices.takeBackAll();
    expect(titles()).toEqual([]);
  });
});

describe('a click', () => {
  it('NO5 opens the window at the person', () => {
    const { notices, shown, opened } = centre();
    notices.tell(online('Anna'));
    shown[0]?.onClick();
    expect(opened).toEqual([{ memberId: 'Anna' }]);
  });

  it.each([
    ['several people', online('Anna', 'Ben')],
    ['nobody', { kind: 'nobody-online' } as const],
  ])('NO5 opens the window as a whole where it is about %s', (_whom, notice) => {
    const { notices, shown, opened } = centre();
    notices.tell(notice);
    shown[0]?.onClick();
    expect(opened).toEqual([undefined]);
  });
});
