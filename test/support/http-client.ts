/** What came back, with its body read as what it says it is. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: the answer is what the test is about
  readonly body: any;
};

type HttpRequest = {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** Asks a server over HTTP as a program does, or as badly as a test wants. */
export class HttpClient {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** `token` goes along with each request, where there is one. */
  constructor(url: string, token?: string) {
    this.#url = url;
    this.#headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  }

  get(path: string, headers: HttpRequest['headers'] = {}): Promise<HttpAnswer> {
    return this.ask('GET', path, { headers });
  }

  /** A body that is no text is sent as JSON. */
  async ask(
    method: string,
    path: string,
    { body, headers = {} }: HttpRequest = {},
  ): Promise<HttpAnswer> {
    const isJson = body !== undefined && typeof body !== 'string';
    const response = await fetch(`${this.#url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...this.#headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : (body as string) }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return {
      status: response.status,
      headers: response.headers,
      body: /json/.test(type) ? JSON.parse(text) : text,
    };
  }
}
