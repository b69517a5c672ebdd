import { userInfo } from 'node:os';

/** A first name from the account's name, where that looks like a person's. */
export function viewerName(): string {
  const account = accountName();
  if (
    !/^\p{L}{2,20}$/u.test(account) ||
    /^(root|admin|administrator|user|ubuntu|node)$/i.test(account)
  ) {
    return 'You';
  }
  return account.charAt(0).toUpperCase() + account.slice(1);
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have no entry in the list of accounts.
    return '';
  }
}
