import { pageOf } from './page-part.ts';

export const mePage = pageOf(async () => (await import('../me/me-page.tsx')).MePage);
export const contactsPage = pageOf(
  async () => (await import('../contacts/contacts-page.tsx')).ContactsPage,
);
export const queuePage = pageOf(async () => (await import('../queue/queue-page.tsx')).QueuePage);
export const teamPage = pageOf(async () => (await import('../team/team-page.tsx')).TeamPage);
export const settingsPage = pageOf(
  async () => (await import('../team-settings/settings-page.tsx')).SettingsPage,
);
export const integrationsPage = pageOf(
  async () => (await import('../integrations/integrations-page.tsx')).IntegrationsPage,
);
export const webhooksPage = pageOf(
  async () => (await import('../webhooks/webhooks-page.tsx')).WebhooksPage,
);
export const auditPage = pageOf(async () => (await import('../audit/audit-page.tsx')).AuditPage);
export const reportPage = pageOf(
  async () => (await import('../report/report-page.tsx')).ReportPage,
);
