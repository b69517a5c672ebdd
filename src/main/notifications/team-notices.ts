import type { TeamNotice } from '../../client/notifications/notice.ts';
import type { Place } from '../../shared/bridge/view.ts';
import type { NotifierPort } from '../ports.ts';
import { type Speech, wordsOf } from './team-words.ts';

/** The desktop keeps notifications that nobody uses; of the team's, only the latest so many. */
const MOST_SHOWN = 10;

export type TeamNoticesOptions = {
  readonly notifier: NotifierPort;
  /** How to speak at this moment. */
  readonly speech: () => Speech;
  /** Opens the window, at a person where one is named (NO5). */
  readonly open: (place?: Place) => void;
};

type Shown = { readonly memberIds: ReadonlySet<string>; readonly takeBack: () => void };

/** Notifications about the team, in words, and no more of them than still say something. */
export class TeamNotices {
  readonly #options: TeamNoticesOptions;
  /** The oldest first. */
  #shown: readonly Shown[] = [];
  #takeBackNobodyOnline: () => void = () => undefined;

  constructor(options: TeamNoticesOptions) {
    this.#options = options;
  }

  tell(notice: TeamNotice): void {
    switch (notice.kind) {
      case 'changes':
      case 'digest':
        this.#tellOfPeople(
          notice,
          notice.changes.map(({ member }) => member.memberId),
        );
        break;
      case 'nobody-online':
        this.#takeBackNobodyOnline = this.#notify(notice, []);
        break;
      case 'nobody-online-over':
        this.#takeBackNobodyOnline();
        if (notice.online.length > 0) {
          this.#tellOfPeople(
            notice,
            notice.online.map(({ memberId }) => memberId),
          );
        }
        break;
    }
  }

  /** For when the team is none of the member's business any more. */
  takeBackAll(): void {
    this.#takeBackNobodyOnline();
    for (const { takeBack } of this.#shown) takeBack();
    this.#shown = [];
  }

  /** Takes the place of what was shown of the same people and of nobody else. */
  #tellOfPeople(notice: TeamNotice, memberIds: readonly string[]): void {
    const people = new Set(memberIds);
    const isOutdated = (shown: Shown) => shown.memberIds.isSubsetOf(people);
    const valid = this.#shown.filter((shown) => !isOutdated(shown));
    const kept = valid.slice(-(MOST_SHOWN - 1));
    for (const shown of this.#shown) if (!kept.includes(shown)) shown.takeBack();
    this.#shown = [...kept, { memberIds: people, takeBack: this.#notify(notice, memberIds) }];
  }

  #notify(notice: TeamNotice, memberIds: readonly string[]): () => void {
    const { notifier, speech, open } = this.#options;
    const [memberId, ...others] = memberIds;
    return notifier.notify({
      ...wordsOf(notice, speech()),
      onClick:
        memberId === undefined || others.length > 0 ? () => open() : () => open({ memberId }),
    });
  }
}
