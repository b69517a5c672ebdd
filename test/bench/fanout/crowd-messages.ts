/**
 * What is compared. The clients of `ampel` come back with what they knew the evening before, those
 * of `ampel-anew` know nothing.
 */
export const CONTENDERS = ['ampel', 'ampel-anew', 'socket.io', 'ws', 'mosquitto'] as const;
export type Contender = (typeof CONTENDERS)[number];

/** What the bench asks of its clients, which live in a process of their own. */
export type CrowdRequest =
  | {
      /** All connect, evenly spread over `withinMs`, each saying Online. */
      readonly do: 'storm';
      readonly contender: Contender;
      readonly port: number;
      readonly members: number;
      readonly withinMs: number;
      /** What each of them proves itself with, by number; empty where nothing has to be proved. */
      readonly credentials: readonly object[];
    }
  | {
      /** One after the other changes their status, the next when all have heard of it. */
      readonly do: 'changes';
      readonly count: number;
      readonly pauseMs: number;
    };

export type StormFigures = {
  /** Messages of the server to all clients together. */
  readonly messages: number;
  readonly bytes: number;
  /** From the last client's attempt to connect until all knew everybody's status, in milliseconds. */
  readonly settledAfterMs: number;
};

export type CrowdAnswer =
  | ({ readonly did: 'storm' } & StormFigures)
  | { readonly did: 'changes'; readonly delaysMs: readonly number[] };
