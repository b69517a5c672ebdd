import type { UpdateState } from '../../../shared/bridge/view.ts';
import { assertNever } from '../../../shared/domain/assert-never.ts';
import { formatMoment } from '../../../shared/time/moment.ts';
import type { Translate } from '../../i18n/translate.ts';

/** What is known of newer versions, in words. `today` is the start of the present day. */
export function updateWords(
  state: UpdateState,
  t: Translate,
  today: number,
  locale: string,
): string {
  switch (state.kind) {
    case 'off':
      return t(`update.off.${state.reason}`);
    case 'current':
      return state.checkedAt === null
        ? t('update.neverChecked')
        : t('update.newest', { time: formatMoment(state.checkedAt, today, locale) });
    case 'checking':
      return t('update.checking');
    case 'downloading':
      return t('update.downloading', { version: state.version });
    case 'ready':
      return t(state.installsOnQuit ? 'update.ready' : 'update.readyAsks', {
        version: state.version,
      });
    case 'failed':
      return t(`update.failed.${state.problem}`);
    default:
      return assertNever(state);
  }
}
