import { vi } from 'vitest';
import type { HistoryInterval } from '../../src/shared/protocol/schemas.ts';
import type { Cluster } from './cluster.ts';
import type { CrowdMember } from './crowd-member.ts';

/** How long everybody may take to agree once all is well again, in milliseconds. */
const AGREED_MS = 15_000;

/** Most of what is wrong that is told at once. */
const MOST_TOLD = 20;

/**
 * Resolves with how long it took (milliseconds) until every client of the crowd shows everybody of
 * it as they have chosen, and the others as Offline, and has the contacts that the store says.
 * @throws after 15 s, with what is wrong
 */
export async function agreed(cluster: Cluster): Promise<number> {
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

/** Who of the crowd was shown as Offline to somebody since a moment (epoch milliseconds), and why. */
export function seenToLeave(cluster: Cluster, since: number): readonly string[] {
  const ids = new Map(cluster.crowd.map(({ memberId, name }) => [memberId, name]));
  return cluster.crowd.flatMap((viewer) =>
    viewer.shown
      .filter(
        ({ memberId, status, at }) => status === 'offline' && at >= since && ids.has(memberId),
      )
      .map(
        ({ memberId, cause, at }) =>
          `${viewer.name} saw ${ids.get(memberId)} leave (${cause}) after ${at - since} ms`,
      ),
  );
}

/**
 * What is wrong with what was kept: choices that were acknowledged, the history of everybody, which
 * has each status that was ever shown and no gap, and contacts, none of which is lost or doubled.
 */
export async function faultsInStore(cluster: Cluster): Promise<readonly string[]> {
  return cluster.look(async (store, teamId) => {
    const choices = await store.choices(teamId);
    const contacts = await store.read.contacts.list(teamId, { limit: 1_000_000 });
    const audit = await store.read.audit.entries(teamId, { limit: 1_000_000 });
    const wrong: string[] = [];
    for (const member of cluster.crowd) {
      const note = choices.get(member.memberId)?.note ?? null;
      if (note !== (member.chosen?.note ?? null)) {
        wrong.push(`${member.name} chose ${member.chosen?.note}, kept is ${note}`);
      }
      const { intervals } = await store.history(member.memberId, { limit: 1_000_000 });
      wrong.push(...faultsInHistory(cluster, member, intervals.toReversed()));
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
    }
    return wrong;
  });
}

/** The longest time (milliseconds) between two moments at which a choice of anybody was acknowledged. */
export function longestSilence(cluster: Cluster, since: number, until: number): number {
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
  { memberId, name }: CrowdMember,
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
  const first = Math.floor((intervals[0]?.from ?? 0) / 1_000);
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
