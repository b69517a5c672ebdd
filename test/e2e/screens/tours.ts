import { asAgent } from './as-agent.ts';
import { asManager } from './as-manager.ts';
import { beforeSignIn } from './before-sign-in.ts';
import type { Tour } from './tour.ts';
import { withContacts } from './with-contacts.ts';

/** Every screen of the window, in as few starts of the app as lead to all of them. */
export const TOURS: readonly Tour[] = [beforeSignIn, asManager, withContacts, asAgent];
