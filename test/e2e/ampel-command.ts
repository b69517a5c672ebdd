import path from 'node:path';
import process from 'node:process';
import { expect } from '@playwright/test';
import { type Child, runToEnd, startChild } from '../../scripts/children.ts';
import type { Desktop } from '../support/desktop.ts';

const COMMAND = path.join(import.meta.dirname, '../../scripts/ampel.ts');

export type Said = {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
};

/** `ampel …` in a terminal on a desktop. */
export class AmpelCommand {
  readonly #env: NodeJS.ProcessEnv;

  constructor(desktop: Desktop, language: 'en_US' | 'de_DE' = 'en_US') {
    // Playwright asks for colours, which a command that is not in a terminal must not have.
    const { FORCE_COLOR: _, ...env } = desktop.env;
    this.#env = {
      ...env,
      LANG: `${language}.UTF-8`,
      LANGUAGE: language,
      LC_ALL: `${language}.UTF-8`,
      AMPEL_PROFILE: path.join(desktop.home, 'ampel'),
    };
  }

  /** Runs one to its end. */
  run(...args: string[]): Promise<Said> {
    return runToEnd(process.execPath, [COMMAND, ...args], { env: this.#env });
  }

  /** Runs one that has to succeed, and gives what it printed. */
  async says(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  }

  /** Runs a line of bash in which `ampel` is the command. */
  shell(line: string): Watch {
    const ampel = `ampel() { '${process.execPath}' '${COMMAND}' "$@"; }`;
    return new Watch(startChild('bash', ['-c', `${ampel}\n${line}`], { env: this.#env }));
  }

  watch(...args: string[]): Watch {
    return new Watch(startChild(process.execPath, [COMMAND, ...args], { env: this.#env }));
  }
}

/** One that goes on. */
export class Watch implements AsyncDisposable {
  stdout = '';
  stderr = '';
  readonly #child: Child;

  constructor(child: Child) {
    this.#child = child;
    child.process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    child.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
  }

  get lines(): string[] {
    return this.stdout.split('\n').slice(0, -1);
  }

  /** A terminal tells everyone in its foreground. */
  pressCtrlC(): void {
    process.kill(-(this.#child.process.pid ?? Number.NaN), 'SIGINT');
  }

  async code(): Promise<number | null> {
    return (await this.#child.exited).code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.stop();
  }
}
