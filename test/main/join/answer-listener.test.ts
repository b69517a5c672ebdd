import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { AnswerListener, type BrowserAnswer } from '../../../src/main/join/answer-listener.ts';
import { answerPage } from '../../../src/main/join/answer-page.ts';

const state = 'the-state-of-this-attempt';
const open: AnswerListener[] = [];
afterEach(() => {
  for (const listener of open.splice(0)) listener.close();
});

async function listen() {
  const answers: BrowserAnswer[] = [];
  const listener = await AnswerListener.open({
    state,
    take: async (answer) => {
      answers.push(answer);
      return answerPage({ language: 'en', title: 'Connected', text: 'Close this.' });
    },
    strangerPage: () => answerPage({ language: 'en', title: 'Unexpected', text: 'Go back.' }),
  });
  open.push(listener);
  return { listener, answers, url: `http://127.0.0.1:${listener.port}` };
}

/** The status that a request for the page gets which names another host, as a rebound name does. */
function statusForHost(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const path = `/?code=c&state=${state}`;
    request({ port, host: '127.0.0.1', path, headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}

describe('the port that waits for the browser (AC10)', () => {
  it('takes the code that comes with the state, and shows a page that runs and loads nothing', async () => {
    const { answers, url } = await listen();
    const response = await fetch(`${url}/?code=the-code&state=${state}`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<h1>Connected</h1>');
    expect(answers).toEqual([{ kind: 'code', code: 'the-code' }]);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none';/);
    expect(response.headers.get('referrer-policy')).toBe('no-referrer');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('hears that the member does not want to', async () => {
    const { answers, url } = await listen();
    await fetch(`${url}/?error=access_denied&state=${state}`);
    expect(answers).toEqual([{ kind: 'declined' }]);
  });

  it('does once what a browser asks for twice', async () => {
    const { answers, url } = await listen();
    const pages = await Promise.all(
      [1, 2].map(() => fetch(`${url}/?code=c&state=${state}`).then((response) => response.text())),
    );
    expect(pages[0]).toBe(pages[1]);
    expect(answers).toHaveLength(1);
  });

  it.each([
    ['no state', '/?code=c', 400],
    ['another state', '/?code=c&state=guessed', 400],
    ['a state that only begins right', `/?code=c&state=${state.slice(0, -1)}`, 400],
    ['neither code nor error', `/?state=${state}`, 400],
    ['an empty code', `/?code=&state=${state}`, 400],
    ['another path', `/favicon.ico?code=c&state=${state}`, 404],
  ])(
    'is not moved by a foreign page that calls it with %s, and goes on waiting',
    async (_, path, status) => {
      const { answers, url } = await listen();
      const response = await fetch(url + path);
      expect(response.status).toBe(status);
      expect(await response.text()).not.toContain(state);
      expect(answers).toEqual([]);
      await fetch(`${url}/?code=real&state=${state}`);
      expect(answers).toEqual([{ kind: 'code', code: 'real' }]);
    },
  );

  it('answers neither other methods nor other names for its address', async () => {
    const { answers, listener, url } = await listen();
    const posted = await fetch(`${url}/?code=c&state=${state}`, { method: 'POST' });
    expect(posted.status).toBe(404);
    expect(await statusForHost(listener.port, `evil.example:${listener.port}`)).toBe(404);
    expect(await statusForHost(listener.port, `localhost:${listener.port}`)).toBe(404);
    expect(answers).toEqual([]);
  });

  it('is gone when it is closed, with the connections that a browser opened in advance', async () => {
    const { listener, url } = await listen();
    const early = connect(listener.port, '127.0.0.1');
    await new Promise((resolve) => early.once('connect', resolve));
    const gone = new Promise((resolve) => early.once('close', resolve));
    listener.close();
    await gone;
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });
});

describe('the page in the browser', () => {
  it('shows what it is given as text', () => {
    const page = answerPage({ language: 'de', title: '<b>&"', text: '<script>' });
    expect(page).toContain('<html lang="de">');
    expect(page).toContain('<h1>&lt;b>&amp;&quot;</h1>');
    expect(page).not.toContain('<script>');
  });
});
