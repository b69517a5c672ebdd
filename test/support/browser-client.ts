import { CSRF_HEADER } from '../../src/shared/api/problem.ts';
import { type HttpAnswer, HttpClient } from './http-client.ts';

/** Asks a server as a page of its own does: with its cookie, its origin and what proves the page. */
export class BrowserClient {
  readonly #http: HttpClient;
  readonly #url: string;
  #cookie = '';
  #csrf = '';

  constructor(url: string) {
    this.#url = url;
    this.#http = new HttpClient(url);
  }

  /** The cookie as the browser keeps it, such as `ampel_session=…`. */
  get cookie(): string {
    return this.#cookie;
  }

  async ask(method: string, path: string, body?: object): Promise<HttpAnswer> {
    const answer = await this.#http.ask(method, `/api/v1${path}`, {
      ...(body === undefined ? {} : { body }),
      headers: { cookie: this.#cookie, origin: this.#url, [CSRF_HEADER]: this.#csrf },
    });
    for (const line of answer.headers.getSetCookie()) this.#cookie = line.split(';', 1)[0] ?? '';
    if (typeof answer.body?.csrf === 'string') this.#csrf = answer.body.csrf;
    return answer;
  }
}
