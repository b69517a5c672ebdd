/** No two teams of one name. */
export const teamNames = () => `
  CREATE UNIQUE INDEX teams_by_name ON teams (name);
  `;
