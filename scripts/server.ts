/** `npm run server`: the team server's command line. What it serves is built first where that is out of date. */
import process from 'node:process';
import { BuildFailed, buildIfNeeded, canBuild } from './build-if-needed.ts';

// To stderr: what goes to stdout is what the command answers.
const say = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

if (process.argv[2] === 'serve' && !process.argv.includes('--help') && canBuild('board')) {
  try {
    await buildIfNeeded(say, ['board']);
  } catch (error) {
    if (!(error instanceof BuildFailed)) throw error;
    // Apps can connect without it, and its page says what is missing.
    say(error.message);
  }
}
await import('../src/server/cli.ts');
