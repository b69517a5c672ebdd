import { type ComponentType, type ReactNode, Suspense, use, useState } from 'react';

/** A component in a file of its own, and what is known of loading it. */
export type Part<P> = {
  /** The same promise each time, until it fails: then the next call tries again. */
  readonly load: () => Promise<ComponentType<P>>;
};

export function partOf<P>(importIt: () => Promise<ComponentType<P>>): Part<P> {
  let loading: Promise<ComponentType<P>> | null = null;
  return {
    load: () => {
      loading ??= importIt().catch((error: unknown) => {
        loading = null;
        throw error;
      });
      return loading;
    },
  };
}

type Props<P> = {
  readonly part: Part<P>;
  /** It is loaded when it is first open, and then stays so that it can fade away. */
  readonly isOpen: boolean;
  readonly children: (Component: ComponentType<P>) => ReactNode;
};

/**
 * A part of the window that is loaded when it is needed: nothing is shown until then, and a
 * failure goes to the next error boundary. After its reload loading is tried again, which
 * React's own `lazy` would not do.
 */
export function OnDemand<P>({ part, isOpen, children }: Props<P>) {
  const [used, setUsed] = useState(isOpen);
  if (isOpen && !used) setUsed(true);
  if (!used) return null;
  return (
    <Suspense fallback={null}>
      <Loaded part={part}>{children}</Loaded>
    </Suspense>
  );
}

function Loaded<P>({ part, children }: Omit<Props<P>, 'isOpen'>) {
  return children(use(part.load()));
}
