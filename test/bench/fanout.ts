import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import {
  CONTENDERS,
  type Contender,
  type CrowdAnswer,
  type CrowdRequest,
} from './fanout/crowd-messages.ts';
import { isInstalled, startServer } from './fanout/servers/start.ts';
import { cpuMs, residentKb } from './fanout/usage.ts';
import { percentile } from './figures.ts';

// npm run bench:fanout: what it costs that all of a team see each other, with Ampel (which clients
// come back to, or see for the first time), plain
// Socket.IO, raw WebSockets and Mosquitto in turn. Prints a table to stderr and JSON to stdout, or
// to --json FILE.

/** How long the storm takes in which all connect, in milliseconds. */
const STORM_MS = 5_000;

/** Between two changes, so that each comes alone, in milliseconds. */
const PAUSE_MS = 100;

/**
 * Deliveries over which the cost of one is taken, and the fewest and most changes that make them. As
 * many go before that do not count: who told little in the storm still runs code that is not
 * optimized, who told millions does not.
 */
const DELIVERIES = 180_000;
const CHANGES = { min: 20, max: 100 } as const;

/** What one round of one contender came to. */
type Round = {
  readonly changeMs: number;
  readonly cpuSecondsPerThousand: number;
  readonly stormMessages: number;
  readonly stormMegabytes: number;
  readonly stormCpuSeconds: number;
  readonly settledAfterMs: number;
  readonly kilobytesPerMember: number;
};

type Figures = { readonly [Name in keyof Round]: { median: number; min: number; max: number } };

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '200,1000,3000,5000' },
    contenders: { type: 'string', default: CONTENDERS.join(',') },
    rounds: { type: 'string', default: '3' },
    json: { type: 'string' },
  },
});
const contenders = CONTENDERS.filter((name) => {
  if (!values.contenders.split(',').includes(name)) return false;
  if (isInstalled(name)) return true;
  say(`${name} is not installed and is left out`);
  return false;
});
const results: {
  readonly members: number;
  readonly contender: Contender;
  /** How many it came through; one that is not done in ten minutes has failed. */
  readonly rounds: number;
  /** Null where that is none. */
  readonly figures: Figures | null;
}[] = [];
for (const members of values.members.split(',').map(Number)) {
  const rounds = new Map<Contender, Round[]>(contenders.map((name) => [name, []]));
  // Interleaved, so that what else the machine does meets all of them alike.
  for (let no = 0; no < Number(values.rounds); no += 1) {
    for (const [name, done] of rounds) {
      const round = await runRound(name, members).catch(toMessage);
      say(`N = ${members}, round ${no + 1}, ${name}: ${JSON.stringify(round)}`);
      if (typeof round !== 'string') done.push(round);
    }
  }
  for (const [contender, done] of rounds) {
    const figures = done.length === 0 ? null : figuresOf(done);
    results.push({ members, contender, rounds: done.length, figures });
  }
  printTable(members);
}
const machine = { cpu: cpus()[0]?.model ?? 'unknown', cores: cpus().length, node: process.version };
const json = `${JSON.stringify({ machine, stormMs: STORM_MS, rounds: Number(values.rounds), results }, null, 2)}\n`;
if (values.json === undefined) process.stdout.write(json);
else await writeFile(values.json, json);

async function runRound(contender: Contender, members: number): Promise<Round> {
  const server = await startServer(contender, members);
  const crowd = startCrowd();
  try {
    const emptyKb = residentKb(server.pid);
    const cpuBefore = cpuMs(server.pid);
    const storm = await crowd.ask({
      do: 'storm',
      contender,
      port: server.port,
      members,
      withinMs: STORM_MS,
      credentials: server.credentials,
    });
    const cpuAfterStorm = cpuMs(server.pid);
    if (storm.did !== 'storm') throw new Error('the clients answered something else');
    const count = Math.min(CHANGES.max, Math.max(CHANGES.min, Math.round(DELIVERIES / members)));
    await crowd.ask({ do: 'changes', count, pauseMs: PAUSE_MS });
    const cpuBeforeChanges = cpuMs(server.pid);
    const changes = await crowd.ask({ do: 'changes', count, pauseMs: PAUSE_MS });
    const cpuOfChanges = cpuMs(server.pid) - cpuBeforeChanges;
    if (changes.did !== 'changes') throw new Error('the clients answered something else');
    return {
      changeMs: percentile(changes.delaysMs, 0.5),
      cpuSecondsPerThousand: cpuOfChanges / (count * members),
      stormMessages: storm.messages,
      stormMegabytes: storm.bytes / 1e6,
      stormCpuSeconds: (cpuAfterStorm - cpuBefore) / 1000,
      settledAfterMs: storm.settledAfterMs,
      kilobytesPerMember: (residentKb(server.pid) - emptyKb) / members,
    };
  } finally {
    crowd.stop();
    await server.stop();
  }
}

function startCrowd() {
  const child = fork(path.join(import.meta.dirname, 'fanout/crowd.ts'));
  return {
    ask(request: CrowdRequest): Promise<CrowdAnswer> {
      const { promise, resolve, reject } = Promise.withResolvers<CrowdAnswer>();
      const gone = (): void => reject(new Error('the clients ended'));
      child.once('exit', gone);
      child.once('message', (answer: CrowdAnswer) => {
        child.off('exit', gone);
        resolve(answer);
      });
      child.send(request);
      return promise;
    },
    stop: () => child.kill(),
  };
}

function figuresOf(rounds: readonly Round[]): Figures {
  const figure = (name: keyof Round) => {
    const all = rounds.map((round) => round[name]);
    return { median: percentile(all, 0.5), min: Math.min(...all), max: Math.max(...all) };
  };
  return {
    changeMs: figure('changeMs'),
    cpuSecondsPerThousand: figure('cpuSecondsPerThousand'),
    stormMessages: figure('stormMessages'),
    stormMegabytes: figure('stormMegabytes'),
    stormCpuSeconds: figure('stormCpuSeconds'),
    settledAfterMs: figure('settledAfterMs'),
    kilobytesPerMember: figure('kilobytesPerMember'),
  };
}

function printTable(members: number): void {
  const column = (name: keyof Round, digits: number) => (figures: Figures) => {
    const { median, min, max } = figures[name];
    return `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`;
  };
  const columns = {
    'change ms': column('changeMs', 1),
    'CPU s/1k': column('cpuSecondsPerThousand', 4),
    'storm messages': column('stormMessages', 0),
    'storm MB': column('stormMegabytes', 1),
    'storm CPU s': column('stormCpuSeconds', 2),
    'settled ms': column('settledAfterMs', 0),
    'KB/member': column('kilobytesPerMember', 1),
  };
  say(`\nN = ${members}, median (least–most)`);
  say(['', 'rounds', ...Object.keys(columns)].join(' | '));
  for (const { contender, rounds, figures } of results.filter((one) => one.members === members)) {
    const cells = Object.values(columns).map((show) => (figures === null ? '–' : show(figures)));
    say([contender, rounds, ...cells].join(' | '));
  }
  say('');
}

function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
