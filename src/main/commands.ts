import type { NotifyAbout, Place, Preferences } from '../shared/bridge/view.ts';
import { assertNever } from '../shared/domain/assert-never.ts';
import type { BusyDuration } from '../shared/domain/busy-duration.ts';
import type { Choice } from '../shared/domain/status.ts';

/** When the team is not to be heard of (NO4). */
export type QuietChange = Partial<Pick<Preferences, 'quietWhileBusy' | 'quietHours'>>;

/** Everything a menu, a window or a notification can ask the app to do. */
export type AppCommand =
  | { readonly do: 'choose'; readonly choice: Choice; readonly duration: BusyDuration }
  | { readonly do: 'open'; readonly place?: Place }
  | { readonly do: 'notify-about'; readonly about: NotifyAbout }
  | { readonly do: 'quiet'; readonly change: QuietChange }
  | { readonly do: 'watch'; readonly memberId: string; readonly on: boolean }
  | { readonly do: 'sign-out' }
  | { readonly do: 'quit' };

export type CommandTargets = {
  choose(choice: Choice, duration: BusyDuration): Promise<void>;
  open(place?: Place): void;
  notifyAbout(about: NotifyAbout): void;
  changeQuiet(change: QuietChange): void;
  /** Begins or ends watching a member (NO2). */
  watch(memberId: string, on: boolean): void;
  signOut(): Promise<void>;
  quit(): void;
};

/** The one way from a wish to its execution. */
export async function runCommand(command: AppCommand, targets: CommandTargets): Promise<void> {
  switch (command.do) {
    case 'choose':
      await targets.choose(command.choice, command.duration);
      return;
    case 'open':
      targets.open(command.place);
      return;
    case 'notify-about':
      targets.notifyAbout(command.about);
      return;
    case 'quiet':
      targets.changeQuiet(command.change);
      return;
    case 'watch':
      targets.watch(command.memberId, command.on);
      return;
    case 'sign-out':
      await targets.signOut();
      return;
    case 'quit':
      targets.quit();
      return;
    default:
      assertNever(command);
  }
}
