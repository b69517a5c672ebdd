export const ROLES = ['owner', 'manager', 'agent'] as const;
export type Role = (typeof ROLES)[number];

/** Who a member is, apart from what they are doing. */
export type Member = {
  readonly memberId: string;
  readonly name: string;
  readonly role: Role;
};

/**
 * A member with their seat: their number in the team from 1, which never changes and is never
 * given to another. It stands for them where much is said of many.
 */
export type SeatedMember = Member & { readonly seat: number };

/** Owners and managers change the team's settings (PR5), assign by hand (AS7) and see the records. */
export function mayManage(role: Role): boolean {
  return role !== 'agent';
}

/** Whether someone of this role may change, invite or switch off someone of the other role: only owners make and unmake owners. */
export function mayManageRole(role: Role, other: Role): boolean {
  return role === 'owner' || (role === 'manager' && other !== 'owner');
}
