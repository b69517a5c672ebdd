/** How often to ask who leads, in milliseconds. */
const LOOK_MS = 1_000;

/** What a server says in its metrics while it leads. */
const LEADS = /^ampel_leader 1$/m;

/** Tells which of several servers leads whenever that is another than before, as far as they say it. */
export class LeaderWatch implements Disposable {
  readonly #servers = new Map<string, string>();
  readonly #tell: (name: string) => void;
  readonly #looks: NodeJS.Timeout;
  #leader: string | null = null;

  constructor(tell: (name: string) => void) {
    this.#tell = tell;
    this.#looks = setInterval(() => void this.#look(), LOOK_MS);
  }

  add(url: string, name: string): void {
    this.#servers.set(url, name);
  }

  remove(url: string): void {
    this.#servers.delete(url);
  }

  [Symbol.dispose](): void {
    clearInterval(this.#looks);
  }

  async #look(): Promise<void> {
    const leading = await Promise.all(
      [...this.#servers].map(async ([url, name]) => ((await leads(url)) ? name : null)),
    );
    const leader = leading.find((name) => name !== null) ?? null;
    if (leader === null || leader === this.#leader) return;
    this.#leader = leader;
    this.#tell(leader);
  }
}

async function leads(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(LOOK_MS);
  try {
    return LEADS.test(await (await fetch(`${url}/metrics`, { signal })).text());
  } catch {
    // It is gone or does not answer, so it does not lead for long.
    return false;
  }
}
