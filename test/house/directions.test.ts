import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const bin = path.join(root, 'node_modules/.bin');
const run = promisify(execFile);

/** Each kind of import that the house forbids, and the check that must refuse it. */
const FORBIDDEN: readonly (readonly [file: string, imported: string, by: 'tsc' | 'biome'])[] = [
  ['src/shared/bad.ts', '../client/replica.ts', 'tsc'],
  ['src/shared/bad.ts', 'socket.io-client', 'biome'],
  ['src/shared/bad.ts', 'node:fs', 'biome'],
  ['src/client/bad.ts', '../main/ports.ts', 'tsc'],
  ['src/client/bad.ts', '../server/config.ts', 'tsc'],
  ['src/client/bad.ts', '../renderer/main.tsx', 'tsc'],
  ['src/client/bad.ts', 'electron', 'biome'],
  ['src/preload/bad.ts', '../main/ports.ts', 'tsc'],
  ['src/preload/bad.ts', '../client/replica.ts', 'tsc'],
  ['src/renderer/bad.ts', '../main/ports.ts', 'tsc'],
  ['src/renderer/bad.ts', '../client/replica.ts', 'tsc'],
  ['src/renderer/bad.ts', '../server/config.ts', 'tsc'],
  ['src/renderer/bad.ts', './board/runtime/alarm-worker.ts', 'tsc'],
  ['src/renderer/board/bad.ts', '../../main/ports.ts', 'tsc'],
  ['src/renderer/board/bad.ts', '../../preload/index.ts', 'tsc'],
  ['src/renderer/board/bad.ts', '../../server/config.ts', 'tsc'],
  ['src/client/bad.ts', '../renderer/board/runtime/alarm-worker.ts', 'tsc'],
  ['src/main/bad.ts', '../server/config.ts', 'tsc'],
  ['src/main/bad.ts', '../renderer/main.tsx', 'tsc'],
  ['src/main/bad.ts', 'electron', 'biome'],
  ['src/main/bad.ts', 'electron-store', 'biome'],
  ['src/main/tray/bad.ts', '../electron/electron-tray.ts', 'biome'],
  ['src/server/bad.ts', '../main/ports.ts', 'tsc'],
  ['src/server/bad.ts', '../client/replica.ts', 'tsc'],
  ['src/server/bad.ts', '../renderer/main.tsx', 'tsc'],
  ['src/server/gateway/bad.ts', '../store/sqlite.ts', 'biome'],
  ['src/server/gateway/bad.ts', '../log/memory-log.ts', 'biome'],
  ['src/server/gateway/bad.ts', '../log/redis-log.ts', 'biome'],
  ['src/server/presence/bad.ts', '@redis/client', 'biome'],
  ['src/server/presence/bad.ts', '../gateway/gateway.ts', 'biome'],
  ['src/server/presence/bad.ts', 'node:sqlite', 'biome'],
  ['src/server/store/bad.ts', '../presence/presence.ts', 'biome'],
  ['src/server/log/bad.ts', '../presence/presence.ts', 'biome'],
];

/** The folder with a TypeScript project of its own that a file is in. */
const projectOf = (file: string) => /^src\/(renderer\/board|[^/]+)/.exec(file)?.[0] ?? file;

describe('directions of imports', () => {
  let copy: string;

  beforeAll(async () => {
    copy = await mkdtemp(path.join(tmpdir(), 'ampel-house-'));
    for (const name of ['src', 'package.json', 'tsconfig.base.json', 'biome.json']) {
      await cp(path.join(root, name), path.join(copy, name), { recursive: true });
    }
    await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
    for (const [file, imported] of FORBIDDEN) await writeFile(at(file, imported), source(imported));
  });
  afterAll(() => rm(copy, { recursive: true, force: true }));

  /** One file for each import, so that one run of a tool judges them all. */
  function at(file: string, imported: string): string {
    const name = `bad-${imported.replaceAll(/[^a-z]+/gi, '-')}.ts`;
    return path.join(copy, path.dirname(file), name);
  }

  const source = (imported: string) => `import * as bad from '${imported}';\n\nexport { bad };\n`;

  async function complaints(command: string, args: readonly string[]): Promise<string> {
    const options = { cwd: copy, maxBuffer: 64 * 1024 * 1024 };
    return run(path.join(bin, command), args, options).then(
      ({ stdout }) => stdout,
      (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
    );
  }

  const judged = {
    tsc: async () => {
      const folders = [...new Set(FORBIDDEN.map(([file]) => projectOf(file)))];
      return complaints('tsc', ['-b', '--pretty', 'false', ...folders]);
    },
    biome: () =>
      complaints('biome', [
        'lint',
        '--vcs-enabled=false',
        '--max-diagnostics=none',
        '--reporter=github',
        'src',
      ]),
  };

  it.each(['tsc', 'biome'] as const)('are refused by %s, one of each kind', async (tool) => {
    const said = await judged[tool]();
    for (const [file, imported, by] of FORBIDDEN) {
      if (by !== tool) continue;
      const place = path.relative(copy, at(file, imported));
      const line = said
        .split('\n')
        .find(
          (text) =>
            text.includes(place) &&
            (tool === 'tsc' ? /TS6307|TS6142/.test(text) : text.includes('noRestrictedImports')),
        );
      expect(line, `${file} imports ${imported}`).toBeDefined();
    }
  });
});
