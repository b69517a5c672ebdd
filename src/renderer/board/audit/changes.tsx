import type { AuditEntry } from '../../../shared/api/audit.ts';
import { differences } from './differences.ts';
import { fieldName, fieldValue, type Speech } from './field-words.ts';

type Props = {
  readonly entry: Pick<AuditEntry, 'before' | 'after'>;
  readonly speech: Speech;
};

/** What became of each field, in words. */
export function Changes({ entry, speech }: Props) {
  const { t } = speech;
  return (
    <ul className="changes">
      {differences(entry.before, entry.after).map(({ field, from, to }) => {
        const before = fieldValue(field, from, speech);
        const after = fieldValue(field, to, speech);
        return (
          <li key={field}>
            <span className="change-field">{fieldName(field, speech)}:</span>{' '}
            {before === null ? null : (
              <del>
                <span className="visually-hidden">{t('audit.before')} </span>
                {before}
              </del>
            )}
            {before === null || after === null ? null : <span aria-hidden="true"> → </span>}
            {after === null ? null : (
              <ins>
                <span className="visually-hidden">{t('audit.after')} </span>
                {after}
              </ins>
            )}
          </li>
        );
      })}
    </ul>
  );
}
