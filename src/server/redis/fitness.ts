/** Whether a Redis can serve several servers of a team; `why` says what is wrong and what to do. */
export type Fitness =
  | { readonly kind: 'fit' }
  /** It works, but may lose what it must keep. */
  | { readonly kind: 'risky'; readonly why: string }
  | { readonly kind: 'unfit'; readonly why: string };

const OLDEST = 7;

/** @param info what Redis answers to INFO */
export function fitnessOf(info: string): Fitness {
  const facts = new Map(
    info.split('\r\n').map((line) => {
      const [name = '', ...value] = line.split(':');
      return [name, value.join(':')];
    }),
  );
  const version = facts.get('redis_version') ?? 'unknown';
  if (!(Number.parseInt(version, 10) >= OLDEST)) {
    return { kind: 'unfit', why: `its version is ${version}. Use Redis ${OLDEST} or later.` };
  }
  if (facts.get('cluster_enabled') === '1') {
    return { kind: 'unfit', why: 'it is a Redis Cluster. Use a Redis that is none.' };
  }
  const policy = facts.get('maxmemory_policy') ?? 'noeviction';
  if (policy !== 'noeviction' && facts.get('maxmemory') !== '0') {
    const why = `Redis drops keys when its memory is full (maxmemory-policy ${policy}): set it to noeviction, or servers lose what they hold`;
    return { kind: 'risky', why };
  }
  return { kind: 'fit' };
}
