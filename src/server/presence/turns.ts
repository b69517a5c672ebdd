/** Runs tasks one after the other, in the order they came, whatever they wait for. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Answers what the task answers; a task that fails does not hold up the next. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }

  /** Settles when everything asked for so far is done. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
