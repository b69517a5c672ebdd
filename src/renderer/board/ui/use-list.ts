import { useRef, useState } from 'react';
import type { Page } from '../../../shared/api/page.ts';
import type { Problem } from '../../../shared/bridge/view.ts';
import type { Reply } from '../api/http.ts';
import { type Resource, useResource } from './use-resource.ts';

/** A list that is read part by part. */
export type List<T> = {
  readonly resource: Resource<Page<T>>;
  /** What was added to the first part, in its order. */
  readonly more: readonly T[];
  /** Whether there is a part that follows, and how getting it goes. */
  readonly rest: 'none' | 'there' | 'loading';
  readonly problem: Problem | null;
  readonly showMore: () => void;
  /** Begins again at the first part. */
  readonly reload: () => void;
};

type Added<T> = { readonly items: readonly T[]; readonly next: string | null };

export function useList<T>(load: (cursor?: string) => Promise<Reply<Page<T>>>, key = ''): List<T> {
  const resource = useResource(() => load(), key);
  const [added, setAdded] = useState<Added<T> | null>(null);
  const [loading, setLoading] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const timesBegun = useRef(0);
  const first = resource.state.kind === 'shown' ? resource.state.value : null;
  const next = added === null ? (first?.next ?? null) : added.next;

  async function fetchMore(cursor: string): Promise<void> {
    setLoading(true);
    setProblem(null);
    const begun = timesBegun.current;
    const reply = await load(cursor);
    // It follows a first part that is not shown any more.
    if (begun !== timesBegun.current) return;
    setLoading(false);
    if (!reply.ok) {
      setProblem(reply.problem);
      return;
    }
    setAdded({ items: [...(added?.items ?? []), ...reply.value.items], next: reply.value.next });
  }
  return {
    resource,
    more: added?.items ?? [],
    rest: loading ? 'loading' : next === null ? 'none' : 'there',
    problem,
    showMore: () => {
      if (next !== null && !loading) void fetchMore(next);
    },
    reload: () => {
      timesBegun.current += 1;
      setLoading(false);
      setAdded(null);
      setProblem(null);
      resource.reload();
    },
  };
}
