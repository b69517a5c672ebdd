import type { Outcome } from '../shared/bridge/bridge.ts';
import type { ContactWish } from '../shared/bridge/contacts.ts';
import type { Place, Preferences } from '../shared/bridge/view.ts';
import { assertNever } from '../shared/domain/assert-never.ts';
import { type ChoiceTime, secondsOf } from '../shared/domain/busy-duration.ts';
import type { ChoiceRequest } from '../shared/domain/choice.ts';
import type { Choice } from '../shared/domain/status.ts';

/** Everything the app can be asked to do: by menu, window, notification, link or command line. */
export type AppCommand =
  | {
      readonly do: 'choose';
      readonly choice: Choice;
      readonly duration: ChoiceTime;
      readonly note?: string | undefined;
    }
  | { readonly do: 'open'; readonly place?: Place }
  | { readonly do: 'prefer'; readonly change: Partial<Preferences> }
  | { readonly do: 'watch'; readonly memberId: string; readonly on: boolean }
  | ({ readonly do: 'contact' } & ContactWish)
  | { readonly do: 'assign'; readonly contactId: string; readonly memberId: string }
  | { readonly do: 'sign-out' }
  | { readonly do: 'quit' };

export type CommandTargets = {
  /** Epoch milliseconds. */
  now(): number;
  choose(request: ChoiceRequest): Promise<Outcome>;
  open(place?: Place): void;
  prefer(change: Partial<Preferences>): Outcome;
  /** Begins or ends watching a member (NO2). */
  watch(memberId: string, on: boolean): Promise<Outcome>;
  /** Accepts, returns or closes an own contact. */
  actOnContact(wish: ContactWish): Promise<Outcome>;
  /** Gives a contact to anyone (AS7). */
  assign(contactId: string, memberId: string): Promise<Outcome>;
  signOut(): Promise<void>;
  quit(): void;
};

const DONE: Outcome = { ok: true };

/** The one way from a wish to its execution; whoever has the wish tells how it ended. */
export async function runCommand(command: AppCommand, targets: CommandTargets): Promise<Outcome> {
  switch (command.do) {
    case 'choose': {
      const { choice, duration, note } = command;
      const forSeconds = secondsOf(duration, targets.now());
      if (forSeconds === null) return { ok: false, problem: { code: 'too-soon' } };
      return targets.choose({ choice, forSeconds, note });
    }
    case 'open':
      targets.open(command.place);
      return DONE;
    case 'prefer':
      return targets.prefer(command.change);
    case 'watch':
      return targets.watch(command.memberId, command.on);
    case 'contact':
      return targets.actOnContact({ act: command.act, contactId: command.contactId });
    case 'assign':
      return targets.assign(command.contactId, command.memberId);
    case 'sign-out':
      await targets.signOut();
      return DONE;
    case 'quit':
      targets.quit();
      return DONE;
    default:
      return assertNever(command);
  }
}
