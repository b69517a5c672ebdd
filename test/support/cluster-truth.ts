import { isDeepStrictEqual } from 'node:util';
import { expect, vi } from 'vitest';
import type { z } from 'zod';
import type { deliveryBodySchema } from '../../src/shared/api/webhook-events.ts';
import type { Status } from '../../src/shared/domain/status.ts';
import type { HistoryInterval } from '../../src/shared/protocol/schemas.ts';
import type { Cluster } from './cluster.ts';
import type { Account } from './crowd-member.ts';

/** How long everybody may take to agree once all is well again, in milliseconds. */
const AGREED_MS = 15_000;

/** The steps of a contact of which webhooks tell. */
const TOLD_STEPS: ReadonlySet<string> = new Set(['contact.assigned', 'contact.returned']);

/** Most of what is wrong that is told at once. */
const MOST_TOLD = 20;

/**
 * Resolves with how long it took (milliseconds) until every client of the crowd shows everybody of
 * it as they have chosen, and the others as Offline, and has the contacts that the store says.
 * @throws after 15 s, with what is wrong
 */
async function agreed(cluster: Cluster): Promise<number> {
  const startedAt = performance.now();
  let wrong: readonly string[] = [];
  await vi
    .waitFor(
      async () => {
        wrong = await disagreements(cluster);
        if (wrong.length > 0) throw new Error('they do not agree');
      },
      { timeout: AGREED_MS, interval: 200 },
    )
    .catch(() => {
      throw new Error(`not everybody knows the truth:\n${wrong.slice(0, MOST_TOLD).join('\n')}`);
    });
  return performance.now() - startedAt;
}

/** How a cluster came through something, in milliseconds. */
export type Passage = {
  /** The longest time in which nobody's choice was taken. */
  readonly silentMs: number;
  /** How long until everybody's choices were taken again once it was over. */
  readonly backMs: number;
  /** How long until everybody agreed once nobody did anything any more. */
  readonly agreedMs: number;
};

/**
 * Lets something happen to a cluster while everybody works. What must never be wrong after it is
 * not: somebody who was there all the time was seen to leave, or something that was acknowledged is
 * lost, doubled or unknown to somebody.
 */
export async function withstands(cluster: Cluster, fault: () => Promise<void>): Promise<Passage> {
  cluster.work();
  await everybodyHeard(cluster);
  const since = Date.now();
  await fault();
  const overAt = performance.now();
  await everybodyHeard(cluster);
  const backMs = performance.now() - overAt;
  const silentMs = longestSilence(cluster, since, Date.now());
  await cluster.rest();
  const agreedMs = await agreed(cluster);
  // What was written behind everybody's back may have to be tried again.
  await vi.waitFor(async () => expect(await faultsInStore(cluster)).toEqual([]), {
    timeout: AGREED_MS,
    interval: 500,
  });
  expect(seenToLeave(cluster, since)).toEqual([]);
  expect(bugs(cluster)).toEqual([]);
  return { silentMs, backMs, agreedMs };
}

/** The events that the receiver of webhooks was told of, each as often as it was one and in its order. */
function eventsTold({ receiver }: Cluster): readonly z.infer<typeof deliveryBodySchema>[] {
  const bodies = receiver.received.map(({ body }) => JSON.parse(body));
  // Each arrives at least once (WH3).
  return [...Map.groupBy(bodies, ({ deliveryId }) => deliveryId).values()].map(([first]) => first);
}

/** What the servers have logged as an error, and not as an outage that passes. */
function bugs(cluster: Cluster): readonly string[] {
  return cluster.servers.flatMap(({ logged }) =>
    logged.filter((line) => line.includes('"level":50') || !line.startsWith('{')),
  );
}

/** Resolves when a choice of everybody's that was made after this call was acknowledged. */
async function everybodyHeard({ crowd }: Cluster): Promise<void> {
  const before = crowd.map(({ acknowledged }) => acknowledged.length);
  await vi.waitFor(
    () => {
      const silent = crowd.filter(
        ({ acknowledged }, at) => acknowledged.length <= (before[at] ?? 0),
      );
      expect(silent.map(({ name }) => name)).toEqual([]);
    },
    { timeout: AGREED_MS },
  );
}

/** Who of the crowd was shown as there and then as Offline since a moment (epoch milliseconds), and to whom. */
function seenToLeave({ crowd }: Cluster, since: number): readonly string[] {
  const names = new Map(crowd.map(({ memberId, name }) => [memberId, name]));
  return crowd.flatMap((viewer) => {
    const last = new Map<string, Status>();
    return viewer.shown.flatMap(({ memberId, status, cause, at }) => {
      const before = last.get(memberId) ?? 'offline';
      last.set(memberId, status);
      const hasLeft = before !== 'offline' && status === 'offline';
      if (!hasLeft || at < since || !names.has(memberId)) return [];
      return `${viewer.name} saw ${names.get(memberId)} leave (${cause}) after ${at - since} ms`;
    });
  });
}

/**
 * What is wrong with what was kept: choices that were acknowledged, the history of everybody, which
 * has each status that was ever shown and no gap, and contacts, none of which is lost or doubled. Of
 * all of it webhooks told once, and in order.
 */
async function faultsInStore(cluster: Cluster): Promise<readonly string[]> {
  return cluster.look(async (store, teamId) => {
    const choices = await store.choices(teamId);
    const contacts = await store.read.contacts.list(teamId, { limit: 1_000_000 });
    const audit = await store.read.audit.entries(teamId, { limit: 1_000_000 });
    const events = eventsTold(cluster);
    const wrong: string[] = [];
    for (const member of cluster.crowd) {
      const note = choices.get(member.memberId)?.note ?? null;
      if (note !== (member.chosen?.note ?? null)) {
        wrong.push(`${member.name} chose ${member.chosen?.note}, kept is ${note}`);
      }
    }
    for (const member of [...cluster.crowd, ...cluster.others]) {
      const { intervals } = await store.history(member.memberId, { limit: 1_000_000 });
      wrong.push(...faultsInHistory(cluster, member, intervals.toReversed()));
      const recorded = intervals.map(({ status }) => status).toReversed();
      const told = events.flatMap((event) =>
        event.event === 'status.changed' && event.member.memberId === member.memberId
          ? event.status
          : [],
      );
      if (!isDeepStrictEqual(told, recorded)) {
        wrong.push(`webhooks told of ${member.name}: ${told} in place of ${recorded}`);
      }
    }
    const kept = Map.groupBy(contacts, ({ customer }) => customer);
    for (const customer of cluster.shop.acknowledged) {
      const times = kept.get(customer)?.length ?? 0;
      if (times !== 1) wrong.push(`${customer} is in the store ${times} times`);
    }
    const byContact = Map.groupBy(audit.toReversed(), ({ subject }) => subject?.id ?? '');
    for (const { contactId, customer } of contacts) {
      const steps = (byContact.get(contactId) ?? []).map(({ action }) => action);
      if (!isOneStory(steps)) wrong.push(`${customer}: ${steps.join(', ')}`);
      const told = events.flatMap((event) =>
        'contact' in event && event.contact.contactId === contactId ? event.event : [],
      );
      if (`${told}` !== `${steps.filter((step) => TOLD_STEPS.has(step))}`) {
        wrong.push(`webhooks told of ${customer}: ${told} in place of ${steps}`);
      }
    }
    return wrong;
  });
}

/** The longest time (milliseconds) between two moments at which a choice of anybody was acknowledged. */
function longestSilence(cluster: Cluster, since: number, until: number): number {
  const moments = cluster.crowd
    .flatMap(({ acknowledged }) => acknowledged.map(({ at }) => at))
    .filter((at) => at > since && at < until)
    .toSorted((one, other) => one - other);
  const all = [since, ...moments, until];
  return Math.max(...all.slice(1).map((at, index) => at - (all[index] ?? at)));
}

async function disagreements(cluster: Cluster): Promise<readonly string[]> {
  const expected = new Map<string, string>();
  for (const { memberId, chosen } of cluster.crowd) {
    expected.set(memberId, chosen === null ? 'online' : `${chosen.choice} ${chosen.note}`);
  }
  for (const { memberId } of cluster.others) expected.set(memberId, 'offline');
  const inStore = await cluster.look(async ({ read }, teamId) => ({
    queue: await read.contacts.queue(teamId),
    open: await read.contacts.open(teamId),
  }));
  const versions = new Set<string>();
  const wrong: string[] = [];
  for (const viewer of cluster.crowd) {
    const { team, client, name } = viewer;
    if (team === null) {
      wrong.push(`${name} is not connected: ${JSON.stringify(client.lastProblem)}`);
      continue;
    }
    const { log, version, statuses } = team.replica;
    versions.add(`${log} ${version}`);
    if (client.unsentChoice !== null) wrong.push(`${name} has a choice that was not taken`);
    for (const [memberId, truth] of expected) {
      const { status, note } = statuses.get(memberId) ?? {};
      const shown = note === undefined ? status : `${status} ${note}`;
      if (shown !== truth) wrong.push(`${name} shows ${shown} in place of ${truth}`);
    }
    const mine = idsOf(team.contacts?.mine ?? []);
    const theirs = idsOf(inStore.open.get(viewer.memberId) ?? []);
    if (mine !== theirs) wrong.push(`${name} has contacts ${mine} in place of ${theirs}`);
    const { waiting } = team.contacts?.queue ?? {};
    if (waiting !== inStore.queue.waiting) {
      wrong.push(`${name} shows ${waiting} waiting in place of ${inStore.queue.waiting}`);
    }
  }
  if (versions.size > 1) wrong.push(`versions: ${[...versions].join(', ')}`);
  return wrong;
}

function idsOf(contacts: readonly { readonly contactId: string }[]): string {
  return contacts
    .map(({ contactId }) => contactId)
    .toSorted()
    .join(' ');
}

function faultsInHistory(
  cluster: Cluster,
  { memberId, name }: Pick<Account, 'memberId' | 'name'>,
  intervals: readonly HistoryInterval[],
): readonly string[] {
  const wrong: string[] = [];
  for (const [index, { from, to, status }] of intervals.entries()) {
    const next = intervals[index + 1];
    if (to !== (next?.from ?? null)) {
      wrong.push(`${name}: ${status} from ${from} to ${to}, next from ${next?.from}`);
    }
    if (status === next?.status)
      wrong.push(`${name}: ${status} twice, from ${from} and ${next.from}`);
  }
  // Times of what is shown travel in whole seconds.
  const keyOf = (status: string, since: number) => `${status} ${Math.floor(since / 1_000)}`;
  const kept = new Set(intervals.map(({ status, from }) => keyOf(status, from)));
  const shown = cluster.crowd
    .flatMap((viewer) => viewer.shown)
    .filter((sighting) => sighting.memberId === memberId)
    .map(({ status, since }) => keyOf(status, since));
  // Of the time before anybody was there nothing is recorded.
  const first = Math.floor((intervals[0]?.from ?? Number.POSITIVE_INFINITY) / 1_000);
  for (const one of new Set(shown)) {
    if (!kept.has(one) && Number(one.split(' ')[1]) >= first) {
      wrong.push(`${name}: ${one} was shown and is not recorded`);
    }
  }
  return wrong;
}

/** Whether a contact was put in once and then given and returned in turns, until it was closed once. */
function isOneStory(steps: readonly string[]): boolean {
  return /^added( assigned( returned assigned)*)?( returned)?( closed)?$/.test(
    steps.map((step) => step.replace('contact.', '')).join(' '),
  );
}
