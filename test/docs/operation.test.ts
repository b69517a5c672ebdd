import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Metrics } from '../../src/server/metrics.ts';
import { SETTINGS } from '../../src/server/settings.ts';
import { run } from '../support/command-line.ts';
import { readDocument, tableRows } from './markdown.ts';

const OPERATE = 'docs/operate.md';

/** All that a folder's files say, in one text; sentences that are cut to fit a line are whole again. */
function sourceOf(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
    .replaceAll(/['`] \+\s+['`]/g, '');
}

describe('docs/operate.md', () => {
  it('lists every setting as it is', () => {
    const code = (text: string) => (text === '' ? '' : `\`${text}\``);
    const rows = Object.values(SETTINGS).map(({ variable, flag, about, schema }) => {
      const standard = schema.safeParse(undefined).data ?? false;
      return [
        code(variable),
        code(flag ?? ''),
        about,
        code(standard === false ? '' : `${standard}`),
      ];
    });
    expect(tableRows(readDocument(OPERATE, '## All settings'))).toEqual(rows);
  });

  it('names no metric that there is not', async () => {
    const metrics = new Metrics();
    metrics.follow(
      () => ({ sessions: 0, members: { online: 0, busy: 0, offline: 0 } }),
      async () => ({ contacts: 0, oldestMs: 0 }),
    );
    metrics.followLines(() => ({
      open: 0,
      waiting: 0,
      underWay: 0,
      leftOut: 0,
      sent: 0,
      memoryCeiling: 0,
    }));
    const text = await metrics.text();
    const named = [
      ...readDocument(OPERATE, '## Watch').matchAll(/`((?:ampel|nodejs|process)_[a-z\d_]+)/g),
    ];
    expect(named.length).toBeGreaterThan(7);
    for (const [, name] of named) expect(text).toContain(`# TYPE ${name} `);
  });

  it('quotes what the server and the board say', () => {
    const source = sourceOf('src/server') + sourceOf('src/shared/messages');
    const rows = tableRows(readDocument(OPERATE, '## When something is wrong'));
    const quoted = rows.flatMap(([says = '']) => [...says.matchAll(/^[`“](.*)[`”]$/g)]);
    expect(quoted.length).toBeGreaterThan(12);
    for (const [, words = ''] of quoted) {
      for (const part of words.split('…')) expect(source).toContain(part.trim());
    }
  });

  it('names a command for each thing to do', async () => {
    const documents =
      readDocument(OPERATE) +
      readDocument('docs/scale.md') +
      readDocument('README.md') +
      readDocument('SPEC.md');
    const named = documents.matchAll(
      /(?:ampel-server|npm run -s server --) ((?:(?:team|member) )?[a-z][a-z-]+)/g,
    );
    const commands = [...new Set(Array.from(named, ([, command = '']) => command))];
    expect(commands).toEqual(expect.arrayContaining(['serve', 'backup', 'team create']));
    for (const command of commands) {
      const { code, out } = await run(...command.split(' '), '--help');
      expect(code, command).toBe(0);
      expect(out).toContain(`Usage: npm run server -- ${command} `);
    }
  });
});

it('no document names a variable that nothing reads', () => {
  const source = `${sourceOf('src')}${sourceOf('test')}${sourceOf('scripts')}`;
  for (const file of [
    'README.md',
    'CONTRIBUTING.md',
    'SPEC.md',
    OPERATE,
    'docs/scale.md',
    'docs/webhooks.md',
  ]) {
    for (const [name] of readDocument(file).matchAll(/\bAMPEL_[A-Z_]+\b/g)) {
      expect(source, `${file}: ${name}`).toContain(name);
    }
  }
});
