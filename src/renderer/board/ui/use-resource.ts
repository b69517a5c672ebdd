import { useCallback, useEffect, useRef, useState } from 'react';
import type { Problem } from '../../../shared/bridge/view.ts';
import type { Reply } from '../api/http.ts';

export type ResourceState<T> =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** `problem`: why it could not be had anew, where it is older than it should be. */
  | { readonly kind: 'shown'; readonly value: T; readonly problem: Problem | null };

export type Resource<T> = {
  readonly state: ResourceState<T>;
  /** Fetches it anew; what is shown stays until the answer is there. */
  readonly reload: () => void;
};

/**
 * What the server answers to `load`, fetched anew whenever `key` is another one and where `everyMs`
 * says so while the page is seen.
 */
export function useResource<T>(
  load: () => Promise<Reply<T>>,
  key = '',
  everyMs: number | null = null,
): Resource<T> {
  const [state, setState] = useState<ResourceState<T>>({ kind: 'loading' });
  const latestLoad = useRef(load);
  const latestAsked = useRef(0);
  useEffect(() => {
    latestLoad.current = load;
  });

  const reload = useCallback(() => {
    latestAsked.current += 1;
    const asked = latestAsked.current;
    void latestLoad.current().then((reply) => {
      // An answer that was overtaken is older than what is shown.
      if (asked === latestAsked.current) setState((before) => afterReply(before, reply));
    });
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is why it is fetched anew
  useEffect(() => {
    setState({ kind: 'loading' });
    reload();
    return () => {
      latestAsked.current += 1;
    };
  }, [reload, key]);

  useEffect(() => {
    if (everyMs === null) return;
    const timer = setInterval(() => {
      if (!document.hidden) reload();
    }, everyMs);
    return () => clearInterval(timer);
  }, [reload, everyMs]);

  return { state, reload };
}

/** What is shown after an answer. */
export function afterReply<T>(before: ResourceState<T>, reply: Reply<T>): ResourceState<T> {
  if (reply.ok) return { kind: 'shown', value: reply.value, problem: null };
  if (before.kind === 'shown') return { ...before, problem: reply.problem };
  return { kind: 'failed', problem: reply.problem };
}
