import type { Member } from '../../shared/domain/member.ts';
import type { Status } from '../../shared/domain/status.ts';

/** Where somebody is now, and where they were when that was last told. */
export type ToldChange = {
  readonly member: Member;
  readonly from: Status;
  readonly to: Status;
};

/** Something about the team that is worth a notification. */
export type TeamNotice =
  /** People changed just now; never empty. */
  | { readonly kind: 'changes'; readonly changes: readonly ToldChange[] }
  /** What became different while there was no connection (NO1); never empty. */
  | { readonly kind: 'digest'; readonly changes: readonly ToldChange[] }
  | { readonly kind: 'nobody-online' }
  /** Takes `nobody-online` back; `online` are the colleagues to be told of, if any. */
  | { readonly kind: 'nobody-online-over'; readonly online: readonly Member[] };
