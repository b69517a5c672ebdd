/** What the bench asks of its clients, which live in a process of their own. */
export type ClusterRequest =
  | {
      /** All connect, evenly spread over `withinMs` and over the servers. */
      readonly do: 'connect';
      readonly ports: readonly number[];
      readonly members: number;
      readonly withinMs: number;
      readonly tokens: readonly string[];
    }
  | {
      /** One after the other changes their status. */
      readonly do: 'changes';
      readonly count: number;
      readonly pauseMs: number;
    }
  | {
      /**
       * The server is about to die; every second of its clients comes back to others after a pause
       * of up to `withinMs`, and the rest do not.
       */
      readonly do: 'expect-death';
      readonly port: number;
      readonly withinMs: number;
    }
  | {
      /** Tells what became of it, once all who are there know who has gone. */
      readonly do: 'after-death';
    };

/** How long it took from a choice to those who heard of it, in milliseconds. */
export type Delays = { readonly p50: number; readonly p99: number };

export type ClusterAnswer =
  | { readonly did: 'connect'; readonly settledAfterMs: number }
  /** `across`: those at another server than who chose; null where there is no other. */
  | { readonly did: 'changes'; readonly same: Delays; readonly across: Delays | null }
  | { readonly did: 'expect-death' }
  | {
      readonly did: 'after-death';
      /** From the death until everybody there saw everybody as they are, in milliseconds. */
      readonly rightAfterMs: number;
      /** How many of those who came back were seen by anybody as other than Online. */
      readonly seenLeaving: number;
      readonly cameBack: number;
      /** Until the last of them was welcomed, in milliseconds. */
      readonly backAfterMs: number;
    };
