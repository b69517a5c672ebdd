import { expect } from '@playwright/test';
import type { Contact } from '../../../src/shared/domain/contact.ts';
import { ScriptedTeam } from '../../support/scripted-team.ts';
import { closeDialog } from './steps.ts';
import type { Stage, Tour } from './tour.ts';

/** What integrations say of contacts; a customer whose name fits nowhere is one of them. */
export const CUSTOMERS = [
  'Maria Fischer',
  'Wolfgang-Amadeus Freiherr von Oberstaufenhausen',
  'Tom Berg',
] as const;
export const SUBJECTS = ['Refund for order 1234', 'Where is my parcel?'] as const;

const [MARIA, WOLFGANG, TOM] = CUSTOMERS;

/** Contacts as a manager sees them: their own, those that wait, and whom they can be given to. */
export const withContacts: Tour = {
  name: 'with contacts',
  tray: true,
  start: async (scene) => {
    const team = scene.parts.use(await ScriptedTeam.start({ role: 'manager' }));
    team.loads = [load('me', 2), load('anna', 3), load('cleo', 0)];
    teams.set(scene.desktop, team);
    return scene.launch({ as: team.account, server: team.url });
  },
  screens: [
    {
      name: 'no contacts',
      show: openContacts,
      leave: closeDialog,
    },
    {
      name: 'contacts in the window',
      show: async (stage) => {
        const team = teamOf(stage);
        team.assign('c1', { state: 'accepted', acceptedAt: Date.now() } as Partial<Contact>);
        team.assign('c2', { customer: WOLFGANG, subject: SUBJECTS[1] } as Partial<Contact>);
        team.wait('w1', { customer: TOM, link: null });
        team.wait('w2', { customer: WOLFGANG, subject: null, channel: null });
        await expect(stage.page.locator('.contact-bar')).toHaveText(/1.*2/);
      },
    },
    {
      name: 'contacts',
      show: async (stage) => {
        await openContacts(stage);
        await expect(stage.page.locator('.contact')).toHaveCount(4);
      },
    },
    {
      name: 'contact returned',
      show: async ({ page, t }) => {
        await page
          .getByRole('button', { name: t('contacts.returnOf', { customer: WOLFGANG }) })
          .click();
        const again = page.getByText(t('contacts.cameBack.returned', { name: 'Ben Sommer' }));
        await again.scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'contact refused',
      show: async (stage) => {
        const { page, t } = stage;
        teamOf(stage).refusal = 'conflict';
        await page
          .getByRole('button', { name: t('contacts.closeOf', { customer: MARIA }) })
          .click();
        await expect(page.getByRole('dialog').getByText(t('problem.conflict'))).toBeVisible();
        await page.getByText(t('problem.conflict')).last().scrollIntoViewIfNeeded();
      },
      leave: async (stage) => {
        teamOf(stage).refusal = null;
        const { page, t } = stage;
        await page
          .getByRole('dialog')
          .getByRole('button', { name: t('window.dismiss') })
          .click();
      },
    },
    {
      name: 'whom to assign to',
      show: async ({ page, t }) => {
        await page.getByRole('button', { name: t('contacts.assignOf', { customer: TOM }) }).click();
        await expect(page.getByRole('option')).toHaveCount(4);
      },
    },
    {
      name: 'nobody to assign to',
      show: async ({ page, t }) => {
        await page.getByRole('textbox', { name: t('picker.find') }).fill('xyz');
        await expect(page.getByText(t('picker.nobody'))).toBeVisible();
      },
    },
    {
      name: 'assigning to who is Offline',
      show: async ({ page, t }) => {
        await page.getByRole('textbox', { name: t('picker.find') }).fill('dana');
        await page.getByRole('option').click();
        await expect(page.getByText(t('picker.askOffline', { name: 'Dana Wolf' }))).toBeVisible();
      },
    },
    {
      name: 'assigned by hand',
      show: async ({ page, t }) => {
        await page.getByRole('button', { name: t('picker.assign', { name: 'Dana Wolf' }) }).click();
        const words = t('contacts.assigned', { customer: TOM, name: 'Dana Wolf' });
        await page.getByText(words).scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'contacts without a connection',
      show: async (stage) => {
        teamOf(stage).down();
        await expect(stage.page.getByText(stage.t('contacts.waitingUnknown'))).toBeVisible();
      },
      leave: closeDialog,
    },
  ],
};

/** Each desktop has one of its own. */
const load = (memberId: string, open: number) => ({
  memberId,
  receivesContacts: true,
  open,
  capacity: 3,
});

const teams = new WeakMap<object, ScriptedTeam>();

function teamOf({ desktop }: Stage): ScriptedTeam {
  const team = teams.get(desktop);
  if (team === undefined) throw new Error('the tour has not begun');
  return team;
}

async function openContacts({ page, t }: Stage): Promise<void> {
  await page.locator('.contact-bar').click();
  await expect(page.getByRole('dialog', { name: t('contacts.title') })).toBeVisible();
  await expect(page.getByText(t('contacts.loading'))).toHaveCount(0);
}
