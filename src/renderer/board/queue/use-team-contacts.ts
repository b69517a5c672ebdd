import { useEffect, useState } from 'react';
import { useApi } from '../app/board-context.ts';
import { useObservable } from '../runtime/observable.ts';
import type { PageMembership } from '../runtime/page-membership.ts';
import type { Resource } from '../ui/use-resource.ts';
import type { ContactLists } from './contact-lists.ts';
import { type ListName, QueueFollower } from './queue-follower.ts';

/** The team's contacts as they are, while the page is shown. */
export function useTeamContacts(page: PageMembership): Resource<ContactLists> & {
  readonly showMore: (name: ListName) => void;
} {
  const api = useApi();
  const [follower] = useState(() => new QueueFollower(api.contacts));
  useEffect(() => follower.follow((listener) => page.followContacts(listener)), [follower, page]);
  return {
    state: useObservable(follower.state),
    reload: () => follower.look(),
    showMore: (name) => follower.showMore(name),
  };
}
