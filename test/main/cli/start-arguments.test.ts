import { describe, expect, it } from 'vitest';
import { readStartArguments } from '../../../src/main/cli/start-arguments.ts';

describe('CL1 the arguments of an installed app', () => {
  const read = (...args: string[]) => readStartArguments(['/opt/Ampel/ampel', ...args], true);

  it.each([
    [[], []],
    [['--hidden'], ['--hidden']],
    [
      ['--no-sandbox', '--restarted-at=1', '--inspect=0'],
      ['--no-sandbox', '--restarted-at=1', '--inspect=0'],
    ],
    [['-psn_0_12345'], ['-psn_0_12345']],
    [['--hidden', 'ampel://status/busy'], ['--hidden']],
    [['/home/ada/busy'], []],
    [['.'], []],
    [['C:\\busy'], []],
  ])('%j start the app, and %j start it again', (args, base) => {
    expect(read(...args)).toEqual({ commandLine: null, base });
  });

  it.each([
    [
      ['busy', '--for', '30m'],
      ['busy', '--for', '30m'],
    ],
    [
      ['--no-sandbox', 'team', '--watch'],
      ['team', '--watch'],
    ],
    [['bussy'], ['bussy']],
    [['--help'], ['--help']],
    [['--version'], ['--version']],
  ])('%j are a command', (args, commandLine) => {
    expect(read(...args).commandLine).toEqual(commandLine);
  });
});

describe('CL1 the arguments of a checkout', () => {
  const read = (...args: string[]) => readStartArguments(['electron', ...args], false);

  it.each([
    [['.']],
    [['.', '--hidden']],
    [['--no-sandbox', '/work/ampel', '--hidden']],
    [['-r', 'loader.js', '--inspect=0', '--remote-debugging-port=0', 'app']],
    [['busy']],
    [[]],
  ])('%j start the app, and the same start it again', (args) => {
    expect(read(...args)).toEqual({ commandLine: null, base: args });
  });

  it('are a command behind the path of the app, which starts the app too', () => {
    expect(read('--no-sandbox', '.', 'open', 'settings')).toEqual({
      commandLine: ['open', 'settings'],
      base: ['--no-sandbox', '.'],
    });
  });
});
