/** `npm test`: checks, unit and integration tests, the stand-in host's own, end-to-end tests. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { startChild } from './children.ts';

type Counts = { passed: number; failed: number; skipped: number };
type Step = {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  /** Where the step writes its counts, and how to read them; checks have none. */
  readonly counts?: { readonly file: string; read(report: never): Counts };
};

const root = path.join(import.meta.dirname, '..');
const results = path.join(root, 'test-results');

const ofVitest = (report: {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
}): Counts => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests,
  skipped: report.numPendingTests,
});
const ofPlaywright = ({
  stats,
}: {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}): Counts => ({
  passed: stats.expected,
  failed: stats.unexpected + stats.flaky,
  skipped: stats.skipped,
});

const bin = (name: string): string => path.join(root, 'node_modules', name);
const counts = path.join(results, 'counts');
const STEPS: readonly Step[] = [
  { name: 'types', script: bin('typescript/bin/tsc'), args: ['-b'] },
  {
    name: 'format and lint',
    script: bin('@biomejs/biome/bin/biome'),
    args: ['check', '--error-on-warnings', '.'],
  },
  { name: 'dead code', script: bin('knip/bin/knip.js'), args: [] },
  { name: 'icons', script: path.join(root, 'scripts/build-icons.ts'), args: ['--check'] },
  { name: 'workflows', script: path.join(root, 'scripts/lint-workflows.ts'), args: [] },
  {
    name: 'unit and integration tests',
    script: bin('vitest/vitest.mjs'),
    args: ['run', '--reporter=default', '--reporter=json', `--outputFile=${counts}/vitest.json`],
    counts: { file: `${counts}/vitest.json`, read: ofVitest },
  },
  {
    name: 'the stand-in host’s own tests',
    script: path.join(root, 'scripts/e2e.ts'),
    args: ['--config', 'test/electron-host/selftest/playwright.config.ts'],
    counts: { file: `${counts}/selftest.json`, read: ofPlaywright },
  },
  {
    name: 'end-to-end tests',
    script: path.join(root, 'scripts/e2e.ts'),
    args: [],
    counts: { file: `${counts}/e2e.json`, read: ofPlaywright },
  },
];

rmSync(counts, { recursive: true, force: true });
mkdirSync(counts, { recursive: true });
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const failures: string[] = [];
for (const step of STEPS) {
  process.stdout.write(`\n— ${step.name}\n`);
  const started = performance.now();
  const report = step.counts?.file;
  const { code } = await startChild(process.execPath, [step.script, ...step.args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...(report ? { PLAYWRIGHT_JSON_OUTPUT_FILE: report } : {}) },
  }).exited;
  if (step.counts !== undefined && existsSync(step.counts.file)) {
    const read = step.counts.read(JSON.parse(readFileSync(step.counts.file, 'utf8')) as never);
    total.passed += read.passed;
    total.failed += read.failed;
    total.skipped += read.skipped;
  }
  if (code !== 0) failures.push(step.name);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`— ${step.name}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)\n`);
}
process.stdout.write(
  `\n${failures.length === 0 ? 'All steps passed.' : `Failed: ${failures.join(', ')}.`}\n`,
);
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exit(failures.length === 0 ? 0 : 1);
