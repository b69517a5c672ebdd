import type { ContactFilter } from '../../../shared/api/contacts.ts';
import type { Page } from '../../../shared/api/page.ts';
import type { Contact } from '../../../shared/domain/contact.ts';
import type { ContactEvent } from '../../../shared/protocol/contact-schemas.ts';
import { Follower } from '../../contacts/follower.ts';
import type { Reply } from '../api/http.ts';
import { Observable } from '../runtime/observable.ts';
import { afterReply, type ResourceState } from '../ui/use-resource.ts';
import { afterNews, type ContactList, type ContactLists } from './contact-lists.ts';

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
  readonly #follower: Follower<Reply<ContactLists>>;
  /** How many parts of a list are shown. */
  readonly #parts: Record<ListName, number> = { waiting: 1, open: 1 };
  /** What was told while the lists were asked for; null while they are not. */
  #meanwhile: ContactEvent[] | null = null;

  constructor({ list, ...options }: Options) {
    this.#list = list;
    this.#follower = new Follower({
      get: () => this.#get(),
      show: (reply) => this.#show(reply),
      ...options,
    });
  }

  /** Asks for the lists: for the first time, or because something was not told. */
  look(): void {
    this.#follower.look();
  }

  take(event: ContactEvent): void {
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
