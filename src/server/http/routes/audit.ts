import { z } from 'zod';
import { auditPageSchema } from '../../../shared/api/audit.ts';
import { pageQuerySchema } from '../../../shared/api/page.ts';
import type { AuditLog } from '../../accounts/audit-log.ts';
import { MANAGERS } from '../../commands/who.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import { csvRoute, type Route, route } from '../route.ts';
import { ADA } from './examples.ts';

const cursorSchema = z.strictObject({ before: z.int().min(1) });

export function auditRoutes({ auditLog }: { readonly auditLog: AuditLog }): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/audit',
      name: 'listAuditEntries',
      summary: 'Who changed what, the latest first',
      description:
        'Each change that an owner, a manager, an integration, the operator or a rule of the team made, with what it was before. Nobody can edit it.',
      tag: 'Audit',
      who: MANAGERS,
      query: pageQuerySchema,
      answer: auditPageSchema,
      example: {
        answer: {
          items: [
            {
              entryId: '1f4e31e2-7f0d-4a8b-9a5e-3c1f5f0f2f11',
              at: ADA.at,
              actor: { kind: 'member', id: ADA.memberId, name: ADA.name },
              action: 'settings.changed',
              subject: {
                kind: 'settings',
                id: '0b4f5a53-7a0c-4b2f-8a5b-1c7e2f3d4e55',
                name: 'Support',
              },
              before: { inactivityTimeoutMinutes: 15 },
              after: { inactivityTimeoutMinutes: 10 },
            },
          ],
          next: null,
        },
      },
      run: async ({ caller, query: { cursor, limit } }) => {
        const from = cursor === undefined ? {} : readCursor(cursorSchema, cursor);
        const { items, next } = await auditLog.page(caller, { ...from, limit });
        return { items, next: next === null ? null : writeCursor({ before: next }) };
      },
    }),
    csvRoute({
      method: 'GET',
      path: '/audit.csv',
      name: 'exportAuditEntries',
      summary: 'All of the audit log as a file for spreadsheets',
      tag: 'Audit',
      who: MANAGERS,
      example: {
        answer:
          'no,at,actor_kind,actor_id,actor_name,action,subject_kind,subject_id,subject_name,before,after\r\n',
      },
      run: ({ caller }) => auditLog.csv(caller),
    }),
  ];
}
