/** Text that programs hand to each other: the owner keeps it, and gives it to whoever asks. */
import x11, { type XEvent } from 'x11';
import { notBuilt } from './not-built.ts';
import { reply } from './x-client.ts';
import type { XConnection } from './x-window.ts';

/** What fits into one request; more would have to go piece by piece. */
const MOST_BYTES = 200_000;
/** How long an owner may take to answer, in milliseconds. */
const ANSWER_TIMEOUT_MS = 3000;
const NOBODY = 0;
const ANY_TYPE = 0;
const CURRENT_TIME = 0;
const REPLACE = 0;
const LONGEST = 2 ** 20;

export class XSelection {
  readonly #x: XConnection;
  readonly #window: number;
  #text: string | undefined;
  #answered: (event: XEvent) => void = () => undefined;

  constructor(x: XConnection) {
    this.#x = x;
    this.#window = x.createHelper((event) => this.#handle(event));
  }

  /** @throws for text of more than 200 kB. */
  async write(text: string): Promise<void> {
    if (Buffer.byteLength(text) > MOST_BYTES) throw notBuilt('clipboard.writeText of a long text');
    this.#text = text;
    const { client } = this.#x;
    client.SetSelectionOwner(this.#window, this.#x.atom('CLIPBOARD'), CURRENT_TIME);
    // The answer shows that the request has been carried out.
    await this.#owner();
  }

  /** Empty where nobody offers text. */
  async read(): Promise<string> {
    if (this.#text !== undefined) return this.#text;
    if ((await this.#owner()) === NOBODY) return '';
    const { property } = await this.#ask();
    if (property === 0) return '';
    const { data } = await reply<{ data: Buffer }>((done) =>
      this.#x.client.GetProperty(1, this.#window, property, ANY_TYPE, 0, LONGEST, done),
    );
    return data.toString();
  }

  clear(): void {
    this.#text = undefined;
    this.#x.client.SetSelectionOwner(NOBODY, this.#x.atom('CLIPBOARD'), CURRENT_TIME);
  }

  #owner(): Promise<number> {
    return reply((done) => this.#x.client.GetSelectionOwner(this.#x.atom('CLIPBOARD'), done));
  }

  #ask(): Promise<{ property: number }> {
    const clipboard = this.#x.atom('CLIPBOARD');
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ property: 0 }), ANSWER_TIMEOUT_MS);
      this.#answered = (event) => {
        clearTimeout(timer);
        resolve(event);
      };
      this.#x.client.ConvertSelection(
        this.#window,
        clipboard,
        this.#x.atom('UTF8_STRING'),
        clipboard,
        CURRENT_TIME,
      );
    });
  }

  #handle(event: XEvent): void {
    if (event.name === 'SelectionClear') this.#text = undefined;
    else if (event.name === 'SelectionNotify') this.#answered(event);
    else if (event.name === 'SelectionRequest') this.#give(event);
  }

  #give({ time, requestor, selection, target, property: wanted }: XEvent): void {
    const x = this.#x;
    // Old programs name no property.
    const property = wanted || target;
    let answer = property;
    if (target === x.atom('TARGETS')) {
      const atoms = [x.atom('TARGETS'), x.atom('UTF8_STRING')];
      x.client.ChangeProperty(REPLACE, requestor, property, x.atom('ATOM'), 32, atoms);
    } else if (target === x.atom('UTF8_STRING') && this.#text !== undefined) {
      const bytes = Buffer.from(this.#text);
      x.client.ChangeProperty(REPLACE, requestor, property, target, 8, bytes);
    } else {
      answer = 0;
    }
    const event = { name: 'SelectionNotify', time, requestor, selection, target, property: answer };
    x.client.SendEvent(requestor, false, 0, x11.packEvent(event));
  }
}
