import type { Place } from '../../shared/bridge/view.ts';
import { assertNever } from '../../shared/domain/assert-never.ts';
import type { Member } from '../../shared/domain/member.ts';
import type { TeamNotice } from './notice.ts';
import { type Speech, wordsOf } from './team-words.ts';

/** The desktop keeps notifications that nobody uses; of the team's, only the latest so many. */
const MOST_SHOWN = 10;

const NOTHING_SHOWN = (): void => undefined;

export type TeamNoticesOptions = {
  readonly notifier: {
    /** Shows it; the answer takes it back. */
    notify(notice: {
      readonly title: string;
      readonly body: string;
      readonly onClick: () => void;
    }): () => void;
  };
  /** How to speak at this moment. */
  readonly speech: () => Speech;
  /** Shows Ampel, at a person where one is named (NO5). */
  readonly open: (place?: Place) => void;
};

type Shown = { readonly memberIds: ReadonlySet<string>; readonly takeBack: () => void };

/** Notifications about the team, in words, and no more of them than still say something. */
export class TeamNotices {
  readonly #options: TeamNoticesOptions;
  /** The oldest first. */
  #shown: readonly Shown[] = [];
  #takeBackStaffing = NOTHING_SHOWN;

  constructor(options: TeamNoticesOptions) {
    this.#options = options;
  }

  tell(notice: TeamNotice): void {
    switch (notice.kind) {
      case 'changes':
      case 'digest':
        this.#tellOfPeople(
          notice,
          notice.changes.map(({ member }) => member),
        );
        break;
      case 'nobody-online':
        this.#takeBackStaffing();
        this.#takeBackStaffing = this.#notify(notice, []);
        break;
      case 'nobody-online-over':
        this.#takeBackStaffing();
        this.#takeBackStaffing =
          notice.online.length === 0 ? NOTHING_SHOWN : this.#notify(notice, notice.online);
        break;
      default:
        assertNever(notice);
    }
  }

  /** For when the team is none of the member's business any more. */
  takeBackAll(): void {
    this.#takeBackStaffing();
    this.#takeBackStaffing = NOTHING_SHOWN;
    for (const { takeBack } of this.#shown) takeBack();
    this.#shown = [];
  }

  /** Takes the place of what was shown of the same people and of nobody else. */
  #tellOfPeople(notice: TeamNotice, people: readonly Member[]): void {
    const memberIds = new Set(people.map(({ memberId }) => memberId));
    const valid = this.#shown.filter((shown) => !shown.memberIds.isSubsetOf(memberIds));
    const kept = valid.slice(-(MOST_SHOWN - 1));
    for (const shown of this.#shown) if (!kept.includes(shown)) shown.takeBack();
    this.#shown = [...kept, { memberIds, takeBack: this.#notify(notice, people) }];
  }

  #notify(notice: TeamNotice, people: readonly Member[]): () => void {
    const { notifier, speech, open } = this.#options;
    const [person, ...others] = people;
    const isOfOne = person !== undefined && others.length === 0;
    return notifier.notify({
      ...wordsOf(notice, speech()),
      onClick: () => (isOfOne ? open({ memberId: person.memberId }) : open()),
    });
  }
}
