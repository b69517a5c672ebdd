import type { ContactFollower } from '../../../client/contacts/contact-desk.ts';
import type { ContactFilter } from '../../../shared/api/contacts.ts';
import type { Page } from '../../../shared/api/page.ts';
import type { Contact } from '../../../shared/domain/contact.ts';
import type { ContactEvent } from '../../../shared/protocol/contact-schemas.ts';
import { Follower, passed } from '../../contacts/follower.ts';
import type { Reply } from '../api/http.ts';
import { Observable } from '../runtime/observable.ts';
import { afterReply, type ResourceState } from '../ui/use-resource.ts';
import { afterNews, type ContactList, type ContactLists } from './contact-lists.ts';

/** How long after a refusal the lists are asked for again, in milliseconds. */
const RETRY_MS = 5_000;

export type ListName = keyof ContactLists;

type Options = {
  readonly list: (state: ContactFilter, cursor?: string) => Promise<Reply<Page<Contact>>>;
  readonly pause?: (ms: number) => Promise<void>;
};

/**
 * The team's contacts while somebody looks at them: asked for once, and from then on kept by what the
 * server tells. Only of lists that are longer than what is shown the next are asked for.
 */
export class QueueFollower {
  readonly state = new Observable<ResourceState<ContactLists>>({ kind: 'loading' });
  readonly #list: Options['list'];
  readonly #pause: (ms: number) => Promise<void>;
  readonly #follower: Follower<Reply<ContactLists>>;
  /** How many parts of a list are shown. */
  readonly #parts: Record<ListName, number> = { waiting: 1, open: 1 };
  #isFollowing = false;
  /** What was told while the lists were asked for; null while they are not. */
  #meanwhile: ContactEvent[] | null = null;

  constructor({ list, pause = passed }: Options) {
    this.#list = list;
    this.#pause = pause;
    this.#follower = new Follower({
      get: () => this.#get(),
      show: (reply) => this.#show(reply),
      pause,
    });
  }

  /** Keeps the lists from now on by what is told; the answer ends it. */
  follow(subscribe: (follower: ContactFollower) => () => void): () => void {
    const unsubscribe = subscribe({
      onNews: (event) => this.#take(event),
      onGap: () => this.look(),
    });
    this.#isFollowing = true;
    this.look();
    return () => {
      unsubscribe();
      this.#isFollowing = false;
    };
  }

  /** Asks for the lists anew: something may not have been told. */
  look(): void {
    this.#follower.look();
  }

  #lookAgain(): void {
    if (this.#isFollowing) this.look();
  }

  #take(event: ContactEvent): void {
    this.#meanwhile?.push(event);
    const state = this.state.value;
    if (state.kind !== 'shown') return;
    const value = afterNews(state.value, event);
    this.state.set({ ...state, value });
    if (value.waiting.isCut || value.open.isCut) this.look();
  }

  showMore(name: ListName): void {
    this.#parts[name] += 1;
    this.look();
  }

  async #get(): Promise<Reply<ContactLists>> {
    this.#meanwhile = [];
    const [waiting, open] = await Promise.all([this.#read('waiting'), this.#read('open')]);
    if (!waiting.ok) return waiting;
    if (!open.ok) return open;
    return { ok: true, value: { waiting: waiting.value, open: open.value } };
  }

  async #read(name: ListName): Promise<Reply<ContactList>> {
    const items: Contact[] = [];
    let cursor: string | undefined;
    for (let part = 0; part < this.#parts[name]; part += 1) {
      const reply = await this.#list(name, cursor);
      if (!reply.ok) return reply;
      items.push(...reply.value.items);
      if (reply.value.next === null) return { ok: true, value: { items, isCut: false } };
      cursor = reply.value.next;
    }
    return { ok: true, value: { items, isCut: true } };
  }

  #show(reply: Reply<ContactLists>): void {
    // Nothing else would bring it about: what was missed is not told again.
    if (!reply.ok) void this.#pause(RETRY_MS).then(() => this.#lookAgain());
    const meanwhile = this.#meanwhile ?? [];
    this.#meanwhile = null;
    this.state.set(
      afterReply(
        this.state.value,
        reply.ok ? { ok: true, value: meanwhile.reduce(afterNews, reply.value) } : reply,
      ),
    );
  }
}
