/** What a page or redirect has led to. */
export type Visited = { readonly url: URL; readonly status: number; readonly text: string };

/** A browser without a screen: keeps cookies by host, follows redirects, submits forms. */
export class Browsing {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Goes to an address and where it leads, but not to what `stopAt` says. */
  async visit(
    address: string | URL,
    stopAt: (url: URL) => boolean = () => false,
    form?: URLSearchParams,
  ): Promise<Visited> {
    let url = new URL(address);
    let body = form;
    for (let redirects = 0; redirects < 20; redirects++) {
      const response = await this.fetch(url, body === undefined ? {} : { method: 'POST', body });
      const location = response.headers.get('location');
      const text = await response.text();
      if (location === null) return { url, status: response.status, text };
      url = new URL(location, url);
      body = undefined;
      if (stopAt(url)) return { url, status: response.status, text: '' };
    }
    throw new Error(`${address} redirects for ever`);
  }

  /** Submits the page's form with these fields filled in. */
  submit(
    { url, text }: Visited,
    fields: Readonly<Record<string, string>>,
    stopAt?: (url: URL) => boolean,
  ): Promise<Visited> {
    const action = /<form[^>]* action="([^"]*)"/.exec(text)?.[1];
    if (action === undefined) throw new Error(`there is no form on ${url}: ${text}`);
    const prompt = /name="prompt" value="([^"]*)"/.exec(text)?.[1] ?? '';
    const filled = new URLSearchParams({ prompt, ...fields });
    return this.visit(new URL(action, url), stopAt, filled);
  }

  /** One request, with the cookies of its host; a redirect is not followed. */
  async fetch(url: URL, init: RequestInit = {}): Promise<Response> {
    const jar = this.cookies(url);
    const headers = new Headers(init.headers);
    if (jar.size > 0) headers.set('cookie', [...jar].map((pair) => pair.join('=')).join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) this.#keep(jar, cookie);
    return response;
  }

  /** The cookies of a host, by name. */
  cookies({ host }: URL): Map<string, string> {
    const known = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, known);
    return known;
  }

  #keep(jar: Map<string, string>, cookie: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    const isOver = /;\s*max-age=0/i.test(cookie) || /;\s*expires=thu, 01 jan 1970/i.test(cookie);
    if (isOver) jar.delete(name);
    else jar.set(name, value);
  }
}
