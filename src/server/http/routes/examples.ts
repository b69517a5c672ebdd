/** Who is in the examples, and when they happen. */
export const ADA = {
  memberId: '5f0c7a6e-3f0f-4a53-9d0f-0a4b7a2f6c11',
  name: 'Ada Lovelace',
  email: 'ada@example.com',
  role: 'owner',
  /** 2 March 2026, 13:00 UTC. */
  at: 1_772_456_400_000,
} as const;
