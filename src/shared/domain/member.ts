export const ROLES = ['owner', 'manager', 'agent'] as const;
export type Role = (typeof ROLES)[number];

/** Who a member is, apart from what they are doing. */
export type Member = {
  readonly memberId: string;
  readonly name: string;
  readonly role: Role;
};

/** Owners and managers change the team's settings (PR5). */
export function mayChangeSettings(role: Role): boolean {
  return role !== 'agent';
}
