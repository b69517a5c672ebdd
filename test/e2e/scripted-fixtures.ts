import { ScriptedTeam, type ScriptedTeamOptions } from '../support/scripted-team.ts';
import { test as base } from './fixtures.ts';
import { launching } from './running-app.ts';

type ScriptedFixtures = {
  /** What is special about the team of a test. */
  teamIs: ScriptedTeamOptions;
  /** Says what the test wants, in place of the server of other tests. */
  team: ScriptedTeam;
};

/** The app of a member whose server does what the test says. */
export const test = base.extend<ScriptedFixtures>({
  teamIs: {},
  team: async ({ teamIs }, use) => {
    await using team = await ScriptedTeam.start(teamIs);
    await use(team);
  },
  me: async ({ team }, use) => use(team.account),
  launch: async ({ desktop, team }, use) => launching(desktop, team.url, use),
});
