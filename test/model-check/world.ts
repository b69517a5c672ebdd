import { seededRandom } from '../../src/server/demo/random.ts';
import { assertNever } from '../../src/shared/domain/assert-never.ts';
import type { Command, DeviceAction, Run, ServerAction } from './commands.ts';
import { Observer } from './model/observer.ts';
import { check } from './model/violation.ts';
import { DeviceNode } from './simulation/device-node.ts';
import type { Logs } from './simulation/logs.ts';
import { ServerNode } from './simulation/server-node.ts';
import { type DataFolders, DEVICES, MEMBER_IDS } from './simulation/team.ts';
import { Timeline } from './simulation/timeline.ts';

/** Long enough for everybody to have signed in. */
const BEGINNING_MS = 5_000;

/** Longer than any attempt to sign in that is still under way. */
const ATTEMPT_MS = 10_000;

/** Longer than any wait before the next attempt, its timeout and what follows from it. */
const REST_MS = 60_000;
const UNTIL_NOTHING_IS_ON_ITS_WAY_MS = 50;

/** Longer than a gateway needs to hear and hand out what the team is told. */
const HANDED_OUT_MS = 200;

/** A server and devices in a time and a network of their own, watched at every instant. */
export class World {
  readonly #timeline: Timeline;
  readonly #observer: Observer;
  readonly #server: ServerNode;
  readonly #devices: readonly DeviceNode[];
  /** What undoes an action when its time is over, by what it is about. */
  readonly #remedies = new Map<string, { readonly run: () => void; readonly cancel: () => void }>();

  private constructor(dataFolder: string, logs: Logs, seed: number) {
    const timeline = new Timeline(() => logs.settled());
    const observer = new Observer(timeline, logs);
    this.#timeline = timeline;
    this.#observer = observer;
    this.#server = new ServerNode({ timeline, dataFolder, logs, observer });
    this.#devices = DEVICES.map(
      (plan, index) =>
        new DeviceNode({
          plan,
          timeline,
          host: this.#server,
          random: seededRandom(seed + index),
          observer,
        }),
    );
    observer.watch(this.#devices);
  }

  /** Plays a run to its end, in a world where the server has these logs. @throws Violation where a rule is broken. */
  static async play(folders: DataFolders, logs: Logs, { seed, commands }: Run): Promise<void> {
    using folder = folders.create();
    const world = new World(folder.path, logs, seed);
    try {
      await world.#begin();
      for (const command of commands) await world.#perform(command);
      await world.#finish();
    } finally {
      world.#server.crash(false);
      logs.close();
    }
  }

  async #begin(): Promise<void> {
    void this.#server.start();
    await this.#pass(1);
    for (const device of this.#devices) {
      device.start();
      device.signIn();
    }
    await this.#pass(BEGINNING_MS);
  }

  async #perform(command: Command): Promise<void> {
    switch (command.kind) {
      case 'pass':
        await this.#pass(command.ms);
        return;
      case 'device': {
        const device = this.#devices[command.device];
        if (device === undefined) throw new Error(`there is no device ${command.device}`);
        this.#actOnDevice(device, command.action);
        await this.#pass(0);
        return;
      }
      case 'server':
        this.#actOnServer(command.action);
        await this.#pass(0);
        return;
      case 'rest':
        this.#remedyAll((what) => what.startsWith('line') || what.startsWith('server'));
        await this.#rest();
        return;
    }
  }

  #actOnDevice(device: DeviceNode, action: DeviceAction): void {
    const { computer, line } = device;
    const { deviceId, memberId } = device.plan;
    switch (action.do) {
      case 'input':
        computer.input();
        device.hint();
        return;
      case 'work':
        this.#remedy(`lock ${deviceId}`);
        computer.work(action.forMs, action.pauseMs);
        device.hint();
        return;
      case 'use-ampel':
        device.use();
        return;
      case 'read-record':
        void device.readRecord();
        return;
      case 'lock':
        if (computer.isAsleep) return;
        computer.lock();
        device.hint();
        this.#later(`lock ${deviceId}`, action.forMs, () => {
          if (computer.isAsleep) return;
          computer.unlock();
          device.hint();
        });
        return;
      case 'choose': {
        const { choice, forSeconds, hasNote } = action;
        const { choices } = this.#observer;
        const choiceId = choices.nextId;
        const request = {
          choice,
          ...(forSeconds === null ? {} : { forSeconds }),
          ...(hasNote ? { note: `choice ${choiceId}` } : {}),
        };
        if (!device.canChoose) return;
        choices.onMade(memberId, deviceId, this.#timeline.now);
        device.choose(request, choiceId);
        return;
      }
      case 'sign-out':
        device.signOut();
        this.#later(`account ${deviceId}`, action.forMs, () => device.signIn());
        return;
      case 'quit':
        device.quit();
        this.#later(`program ${deviceId}`, action.forMs, () => device.start());
        return;
      case 'crash':
        device.crash(action.isSilent);
        this.#later(`program ${deviceId}`, action.forMs, () => device.start());
        return;
      case 'sleep':
        device.sleep(action.goodbyeMs);
        this.#later(`sleep ${deviceId}`, action.forMs, () => device.wake());
        return;
      case 'idle-source':
        computer.setSource(action.source);
        this.#later(`source ${deviceId}`, action.forMs, () => computer.setSource('healthy'));
        return;
      case 'lose':
        if (action.direction !== 'down') line.lose('up');
        if (action.direction !== 'up') line.lose('down');
        this.#later(`line ${deviceId}`, action.forMs, () => line.heal());
        return;
      case 'unplug':
        line.unplug();
        this.#later(`line ${deviceId}`, action.forMs, () => line.heal());
        return;
      case 'reset':
        device.reset(action.seenBy);
        return;
      case 'slow': {
        const { upMs, downMs, jitterMs } = action;
        line.latency = { upMs, downMs, jitterMs };
        this.#later(`line ${deviceId}`, action.forMs, () => line.heal());
        return;
      }
      case 'duplicate':
        line.duplicates += 1;
        return;
      case 'leave-out':
        line.leftOut += 1;
        return;
      case 'set-timeout':
        device.changeTeamSettings({ inactivityTimeoutMinutes: action.minutes });
        return;
      case 'set-lock-policy':
        device.changeTeamSettings({ lockPolicy: action.policy });
        return;
      case 'set-clock':
        device.wall.setForward(action.byMs);
        // Engine.IO may take it for a missed heartbeat.
        line.changedAt = this.#timeline.now;
        this.#observer.choices.onClockSet(deviceId, action.byMs, this.#timeline.now);
        return;
      default:
        assertNever(action);
    }
  }

  #actOnServer(action: ServerAction): void {
    const server = this.#server;
    const startLater = (forMs: number) =>
      this.#later('server', forMs, () => {
        void server.start();
      });
    switch (action.do) {
      case 'stop':
        server.stop();
        startLater(action.forMs);
        return;
      case 'crash':
        server.crash(action.isSilent);
        startLater(action.forMs);
        return;
      case 'crash-at-write':
        server.crashAtWrite(action.writes, action.fate, () => startLater(action.forMs));
        return;
      case 'hand-over':
        void server.handOver(action.isOrderly);
        return;
      case 'cut-log':
        server.cutGateway();
        this.#later('server’s log', action.forMs, () => server.mendGateway());
        return;
      case 'set-clock':
        server.wall.setForward(action.byMs);
        this.#observer.onServerClockSet(action.byMs);
        return;
      default:
        assertNever(action);
    }
  }

  /** Everything is well again, everybody comes back, and nothing may have been lost. */
  async #finish(): Promise<void> {
    this.#remedyAll(() => true);
    await this.#pass(ATTEMPT_MS);
    for (const device of this.#devices) {
      device.start();
      device.signIn();
    }
    await this.#rest();
    for (const memberId of MEMBER_IDS) this.#observer.checkChoice(memberId);
    for (const { plan, team } of this.#devices) {
      check(team !== null, () => `${plan.deviceId} is not connected in the end`);
    }
    await this.#readRecords();
  }

  /** Everybody looks at their own record; the observer holds the answers against what was so. */
  async #readRecords(): Promise<void> {
    const reading = this.#devices.map(async (device) => {
      const isRead = await device.readRecord();
      check(isRead, () => `TR6: ${device.plan.deviceId} cannot read the record in the end`);
    });
    await this.#pass(ATTEMPT_MS);
    await Promise.all(reading);
  }

  async #rest(): Promise<void> {
    await this.#pass(REST_MS);
    while (this.#isSomethingOnItsWay()) await this.#pass(UNTIL_NOTHING_IS_ON_ITS_WAY_MS);
    this.#observer.checkAtRest();
  }

  #isSomethingOnItsWay(): boolean {
    if (this.#timeline.now - this.#observer.loggedAt < HANDED_OUT_MS) return true;
    return this.#devices.some(
      ({ line, connectedSince }) => connectedSince !== null && !line.isIdle,
    );
  }

  async #pass(ms: number): Promise<void> {
    await this.#timeline.runUntil(this.#timeline.now + ms, () => this.#observer.onInstant());
  }

  /** Undoes an action after a time, and nothing that was done about the same earlier. */
  #later(what: string, afterMs: number, run: () => void): void {
    this.#remedies.get(what)?.cancel();
    const cancel = this.#timeline.at(this.#timeline.now + afterMs, () => {
      this.#remedies.delete(what);
      run();
    });
    this.#remedies.set(what, { run, cancel });
  }

  #remedy(what: string): void {
    const remedy = this.#remedies.get(what);
    if (remedy === undefined) return;
    remedy.cancel();
    this.#remedies.delete(what);
    remedy.run();
  }

  #remedyAll(isMeant: (what: string) => boolean): void {
    this.#server.spare();
    for (const what of [...this.#remedies.keys()].filter(isMeant)) this.#remedy(what);
  }
}
