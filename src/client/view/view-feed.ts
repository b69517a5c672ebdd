import type { AppView } from '../../shared/bridge/view.ts';
import {
  type NumberedView,
  updateBetween,
  type ViewUpdate,
} from '../../shared/bridge/view-update.ts';

/** Numbers the views that follow each other, so that a window needs only what changed. */
export class ViewFeed {
  #current: NumberedView;

  constructor(first: AppView) {
    this.#current = { number: 0, view: first };
  }

  get current(): NumberedView {
    return this.#current;
  }

  /** Takes the next view; answers what leads there from the one before. */
  next(view: AppView): ViewUpdate {
    const update = updateBetween(this.#current, view);
    this.#current = { number: update.number, view };
    return update;
  }
}
