/** A response that is kept, so that the same request again is answered the same. */
export type KeptResponse = {
  readonly status: number;
  /** Empty where it is not to be told a second time. */
  readonly body: string;
};

/** A request that was answered, known by its caller and the key they chose for it. */
export type AnsweredRequest = {
  readonly caller: string;
  readonly key: string;
  /** Tells it apart from another request under the same key. */
  readonly fingerprint: string;
  readonly response: KeptResponse;
  /** Epoch milliseconds. */
  readonly answeredAt: number;
};

/** What was answered, within the transaction of the change that was asked for. */
export interface RequestMemory {
  find(caller: string, key: string): Promise<AnsweredRequest | null>;
  remove(caller: string, key: string): Promise<void>;
  /** There is none under this key yet. */
  add(request: AnsweredRequest): Promise<void>;
}
