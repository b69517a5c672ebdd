/** `npm test`: checks, unit and integration tests, the stand-in host's own, end-to-end tests. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { startChild } from './children.ts';

type Counts = { passed: number; failed: number; skipped: number };
/** A test that failed, perhaps only at its first attempt, and what it said. */
type Failure = { readonly test: string; readonly said: string; readonly passedThen: boolean };
type Report = Counts & { readonly failures: readonly Failure[] };
type Step = {
  readonly name: string;
  readonly script: string;
  readonly args: readonly string[];
  /** Where the step writes its counts, and how to read them; checks have none. */
  readonly counts?: { readonly file: string; read(report: never): Report };
};

const root = path.join(import.meta.dirname, '..');
const results = path.join(root, 'test-results');

/** How much of what a failed test said is repeated at the end, in characters. */
const MOST_SAID = 2_000;

type VitestReport = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
};
const ofVitest = (report: VitestReport): Report => ({
  passed: report.numPassedTests,
  failed: report.numFailedTests,
  skipped: report.numPendingTests,
  failures: report.testResults.flatMap(({ name, message, assertionResults }) => {
    const file = path.relative(root, name);
    const failed = assertionResults.filter(({ failureMessages }) => failureMessages?.length);
    // A file that could not even be loaded has a message and no tests.
    if (assertionResults.length === 0 && message)
      return [{ test: file, said: message, passedThen: false }];
    return failed.map(({ fullName, status, failureMessages = [] }) => ({
      test: `${file} › ${fullName}`,
      said: failureMessages.join('\n'),
      passedThen: status === 'passed',
    }));
  }),
});

type PlaywrightSuite = {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly title: string;
    readonly file: string;
    readonly tests: readonly {
      readonly status: string;
      readonly results: readonly { readonly errors: readonly { readonly message?: string }[] }[];
    }[];
  }[];
};
type PlaywrightReport = PlaywrightSuite & {
  readonly stats: { expected: number; unexpected: number; flaky: number; skipped: number };
};
const ofPlaywright = (report: PlaywrightReport): Report => ({
  passed: report.stats.expected + report.stats.flaky,
  failed: report.stats.unexpected,
  skipped: report.stats.skipped,
  failures: failuresIn(report),
});

function failuresIn({ suites = [], specs = [] }: PlaywrightSuite): Failure[] {
  const own = specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => ({
        test: `${file} › ${title}`,
        passedThen: status === 'flaky',
        said: results.flatMap(({ errors }) => errors.map(({ message }) => message)).join('\n'),
      })),
  );
  return [...own, ...suites.flatMap(failuresIn)];
}

const bin = (name: string): string => path.join(root, 'node_modules', name);
const counts = path.join(results, 'counts');
// Tests have a second attempt: real servers, databases and windows now and then take longer than a
// test waits on a machine that does much else. Who needed it is named, to be mended.
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
    args: [
      'run',
      '--retry=1',
      '--reporter=default',
      '--reporter=json',
      `--outputFile=${counts}/vitest.json`,
    ],
    counts: { file: `${counts}/vitest.json`, read: ofVitest },
  },
  {
    name: 'the stand-in host’s own tests',
    script: path.join(root, 'scripts/e2e.ts'),
    args: ['--config', 'test/electron-host/selftest/playwright.config.ts', '--retries=1'],
    counts: { file: `${counts}/selftest.json`, read: ofPlaywright },
  },
  {
    name: 'end-to-end tests',
    script: path.join(root, 'scripts/e2e.ts'),
    args: ['--retries=1'],
    counts: { file: `${counts}/e2e.json`, read: ofPlaywright },
  },
];

rmSync(counts, { recursive: true, force: true });
mkdirSync(counts, { recursive: true });
const total: Counts = { passed: 0, failed: 0, skipped: 0 };
const failedSteps: string[] = [];
const failedTests: Failure[] = [];
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
    failedTests.push(...read.failures);
  }
  if (code !== 0) failedSteps.push(step.name);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`— ${step.name}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)\n`);
}
// At the very end, where nobody has to look for them among thousands that passed.
for (const { test, said, passedThen } of failedTests) {
  const mark = passedThen ? '! passed only at its second attempt:' : '✗';
  process.stdout.write(`\n${mark} ${test}\n${said.slice(0, MOST_SAID)}\n`);
}
process.stdout.write(
  `\n${failedSteps.length === 0 ? 'All steps passed.' : `Failed: ${failedSteps.join(', ')}.`}\n`,
);
process.stdout.write(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`);
process.exit(failedSteps.length === 0 ? 0 : 1);
