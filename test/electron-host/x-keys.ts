/** Key combinations that belong to the host alone, whichever window has the keyboard. */
import type { Callback, XClient, XDisplay, XEvent } from 'x11';
import { ALT, CONTROL, type KeyCombination, SHIFT, SUPER } from './x-query-protocol.ts';

const CAPS_LOCK = 2;
const NUM_LOCK = 16;
const WANTED_MODIFIERS = SHIFT | CONTROL | ALT | SUPER;
/** A combination holds whatever the locks are, and X takes each state for one of its own. */
const LOCK_STATES = [0, CAPS_LOCK, NUM_LOCK, CAPS_LOCK | NUM_LOCK];
const FIRST_KEYCODE = 8;
const KEYCODES = 248;
const ASYNCHRONOUS = 1;

export class XKeys {
  readonly #client: XClient;
  readonly #root: number;
  readonly #grabbed = new Map<string, KeyCombination>();

  /** @param pressed is called with each grabbed combination that somebody presses. */
  constructor(display: XDisplay, pressed: (combination: KeyCombination) => void) {
    this.#client = display.client;
    this.#root = display.screen[0]?.root ?? 0;
    this.#client.on('event', (event: XEvent) => {
      if (event.name !== 'KeyPress') return;
      const grabbed = this.#grabbed.get(keyOf(event.keycode, event.buttons & WANTED_MODIFIERS));
      if (grabbed) pressed(grabbed);
    });
  }

  /** @returns false where another program has it, or the keyboard lacks the key. */
  async grab(combination: KeyCombination): Promise<boolean> {
    const { keysym, modifiers } = combination;
    const keycode = await this.#keycodeOf(keysym);
    if (keycode === undefined) return false;
    const grabs = LOCK_STATES.map((locks) => {
      const state = modifiers | locks;
      return succeeds((done) =>
        this.#client.GrabKey(this.#root, 1, state, keycode, ASYNCHRONOUS, ASYNCHRONOUS, done),
      );
    });
    if ((await Promise.all(grabs)).every(Boolean)) {
      this.#grabbed.set(keyOf(keycode, modifiers), combination);
      return true;
    }
    await this.#ungrab(keycode, modifiers);
    return false;
  }

  async release({ keysym, modifiers }: KeyCombination): Promise<void> {
    const keycode = await this.#keycodeOf(keysym);
    if (keycode === undefined) return;
    this.#grabbed.delete(keyOf(keycode, modifiers));
    await this.#ungrab(keycode, modifiers);
  }

  async #ungrab(keycode: number, modifiers: number): Promise<void> {
    const ungrabs = LOCK_STATES.map((locks) =>
      succeeds((done) => this.#client.UngrabKey(this.#root, keycode, modifiers | locks, done)),
    );
    await Promise.all(ungrabs);
  }

  #keycodeOf(keysym: number): Promise<number | undefined> {
    return new Promise((resolve) => {
      this.#client.GetKeyboardMapping(FIRST_KEYCODE, KEYCODES, (error, rows) => {
        const index = error ? -1 : rows.findIndex((row) => row.includes(keysym));
        resolve(index < 0 ? undefined : FIRST_KEYCODE + index);
        return true;
      });
    });
  }
}

function keyOf(keycode: number, modifiers: number): string {
  return `${keycode} ${modifiers}`;
}

/** Whether the X server took a request that has no answer of its own. */
function succeeds(send: (callback: Callback<void>) => void): Promise<boolean> {
  return new Promise((resolve) => {
    send((error) => {
      resolve(!error);
      // Tells the library that the error has been dealt with.
      return true;
    });
  });
}
