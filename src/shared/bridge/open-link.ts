import { z } from 'zod';
import { CONTACT_TEXT } from '../domain/contact.ts';

/** An address that may be handed to the system's browser. */
export const openLinkSchema = z.url({ protocol: /^https?$/ }).max(CONTACT_TEXT.link);
