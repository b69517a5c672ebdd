import { isLoopbackHost } from '../../shared/domain/loopback.ts';
import { subnetOf } from './attempts.ts';

/** How many connections there are from each address of another computer (TR2). */
export class ConnectionCount {
  readonly #max: number;
  readonly #counts = new Map<string, number>();

  constructor(max: number) {
    this.#max = max;
  }

  hasRoom(address: string): boolean {
    return isLoopbackHost(address) || (this.#counts.get(subnetOf(address)) ?? 0) < this.#max;
  }

  /** The answer takes the connection back. */
  enter(address: string): () => void {
    const subnet = subnetOf(address);
    this.#counts.set(subnet, (this.#counts.get(subnet) ?? 0) + 1);
    return () => {
      const left = (this.#counts.get(subnet) ?? 0) - 1;
      if (left > 0) this.#counts.set(subnet, left);
      else this.#counts.delete(subnet);
    };
  }
}
