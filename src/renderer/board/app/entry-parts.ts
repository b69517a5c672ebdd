import { pageOf } from './page-part.ts';

/** What is needed before somebody is signed in, and what is shown from then on. */
export const signInPage = pageOf(async () => (await import('../sign-in/sign-in.tsx')).SignIn);
export const joinPage = pageOf(async () => (await import('../sign-in/join.tsx')).Join);
export const passwordPage = pageOf(
  async () => (await import('../sign-in/set-password.tsx')).SetPassword,
);
export const connectPage = pageOf(async () => (await import('../sign-in/connect.tsx')).Connect);
export const shell = pageOf(async () => (await import('./shell.tsx')).Shell);
