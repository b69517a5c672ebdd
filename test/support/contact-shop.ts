/** How long it waits for an answer, and until it puts in the next contact, in milliseconds. */
const PATIENCE_MS = 5_000;
const PAUSE_MS = 250;

/**
 * A shop that goes on putting contacts in over HTTP, each under a key of its own, and again until it
 * is told that it was done. Each request has a connection of its own, so that a balancer decides.
 */
export class ContactShop {
  readonly #url: string;
  readonly #key: string;
  /** The customers that were acknowledged. */
  readonly acknowledged: string[] = [];
  /** What else than 201 it was answered, and how often; 0 where there was no answer. */
  readonly refused = new Map<number, number>();
  #sent = 0;
  #isOpen = false;
  #running: Promise<void> = Promise.resolve();

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  open(): void {
    this.#isOpen = true;
    this.#running = this.#run();
  }

  /** Resolves when the last contact was acknowledged. */
  async close(): Promise<void> {
    this.#isOpen = false;
    await this.#running;
  }

  async #run(): Promise<void> {
    while (this.#isOpen) {
      this.#sent += 1;
      const customer = `customer ${this.#sent}`;
      while (!(await this.#put(customer))) await pause();
      this.acknowledged.push(customer);
      await pause();
    }
  }

  async #put(customer: string): Promise<boolean> {
    const response = await fetch(`${this.#url}/api/v1/contacts`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${this.#key}`,
        connection: 'close',
        'content-type': 'application/json',
        'idempotency-key': customer.replace(' ', '-'),
      },
      body: JSON.stringify({ customer }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => null);
    await response?.text().catch(() => '');
    const status = response?.status ?? 0;
    if (status === 201) return true;
    this.refused.set(status, (this.refused.get(status) ?? 0) + 1);
    return false;
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
