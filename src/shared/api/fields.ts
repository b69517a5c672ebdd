import { z } from 'zod';
import { line } from '../protocol/fields.ts';

/** Bounds of a password that is set, in characters. */
export const PASSWORD = { min: 10, max: 256 } as const;
/** Longest name of a member, in characters. */
export const MAX_NAME_LENGTH = 80;

export const emailField = z.email().max(254);
export const nameField = line(MAX_NAME_LENGTH);
/** A password to be set. */
export const newPasswordField = z.string().min(PASSWORD.min).max(PASSWORD.max);
/** A password to be compared: whatever was typed. */
export const passwordField = z.string().min(1).max(PASSWORD.max);
/** The part of a link that proves it. */
export const secretField = z.string().min(1).max(256);
