import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../shared/domain/clock.ts';
import type { TeamAdmin } from '../admin/team-admin.ts';
import { Colleague } from './colleague.ts';
import { DEMO_DOMAIN, DEMO_PEOPLE, VIEWER_EMAIL } from './people.ts';
import { between, type Random, seededRandom, weighted } from './random.ts';
import { busyStep, type Doing, FIRST_SCENE, nextPause, nextStep, restlessness } from './script.ts';

/** The device name under which each simulated member has their token. */
const DEVICE_NAME = 'Demo computer';

/** Within this time everyone who is there at the start has arrived, in milliseconds. */
const ARRIVAL_MS = 1_200;

/** Whoever is away at the start leaves this long after arriving, in milliseconds. */
const SETTLING_MS = 500;

type DemoDependencies = {
  readonly admin: TeamAdmin;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
  /** What the person who watches the demo is called. */
  readonly viewerName: string;
  readonly seed?: number;
};

/** Simulated colleagues who come and go, so that the app can be tried alone. */
export class Demo {
  readonly #admin: TeamAdmin;
  readonly #clock: Clock;
  readonly #logger: FastifyBaseLogger;
  readonly #viewerName: string;
  readonly #random: Random;
  readonly #colleagues: Colleague[] = [];
  readonly #timers = new Set<() => void>();

  constructor({ admin, clock, logger, viewerName, seed = 1 }: DemoDependencies) {
    this.#admin = admin;
    this.#clock = clock;
    this.#logger = logger;
    this.#viewerName = viewerName;
    this.#random = seededRandom(seed);
  }

  /** Adds the people of the demo to an empty team; where there is anybody, nobody is added. */
  async prepare(): Promise<void> {
    const teams = await this.#admin.teams();
    if (teams.some(({ members }) => members.length > 0)) return;
    const team = teams[0]?.team.name ?? (await this.#admin.addTeam('Demo')).name;
    const viewer = { email: VIEWER_EMAIL, name: this.#viewerName, role: 'manager' };
    for (const person of [viewer, ...DEMO_PEOPLE]) await this.#admin.addMember({ ...person, team });
  }

  /** Lets those of the demo's people who are in the team live, as clients of the server at `url`. */
  async start(url: string): Promise<void> {
    const teams = await this.#admin.teams();
    const simulated = teams
      .flatMap(({ members }) => members)
      .filter(({ email }) => email.endsWith(DEMO_DOMAIN) && email !== VIEWER_EMAIL);
    for (const [index, { email, memberId }] of simulated.entries()) {
      const colleague = new Colleague({
        url,
        token: await this.#admin.issueToken(email, DEVICE_NAME),
        deviceId: 'demo-computer',
        clock: this.#clock,
        onRefused: (message) =>
          this.#logger.warn({ memberId, refusal: message }, 'a simulated member was refused'),
      });
      this.#colleagues.push(colleague);
      const doing = FIRST_SCENE[index % FIRST_SCENE.length] ?? 'working';
      this.#later(between(this.#random, 0, ARRIVAL_MS), () => this.#enter(colleague, doing));
    }
    if (simulated.length > 0) this.#goOn();
  }

  stop(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
    for (const colleague of this.#colleagues) colleague.stop();
  }

  #enter(colleague: Colleague, doing: Doing): void {
    if (doing === 'gone') return;
    colleague.do({ kind: 'sign-in' });
    // Commands given before the connection stands are sent once it does.
    colleague.do(doing === 'busy' ? busyStep(this.#random) : { kind: 'choose-online' });
    if (doing === 'locked') this.#later(SETTLING_MS, () => colleague.do({ kind: 'lock' }));
  }

  /** One of them does something now and then: never two at once. */
  #goOn(): void {
    this.#later(nextPause(this.#random), () => {
      const colleague = weighted(
        this.#random,
        this.#colleagues.map((someone) => [someone, restlessness(someone.doing)] as const),
      );
      colleague.do(nextStep(colleague.doing, this.#random));
      this.#goOn();
    });
  }

  #later(delayMs: number, task: () => void): void {
    const cancel = this.#clock.after(delayMs, () => {
      this.#timers.delete(cancel);
      task();
    });
    this.#timers.add(cancel);
  }
}
