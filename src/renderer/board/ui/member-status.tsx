import type { MemberView } from '../../../shared/bridge/view.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { Indicator } from '../../indicator/indicator.tsx';
import { shapeOf } from '../../indicator/shape-of.ts';

/** A member with their status, in shape and in words. */
export function MemberStatus({ member }: { readonly member: MemberView }) {
  const t = useTexts();
  const { name, live } = member;
  return (
    <span className="member-status">
      <Indicator shape={shapeOf(live)} />
      <span>{name}</span>
      <span className="visually-hidden">
        {t(live === null ? 'status.unknown' : `status.${live.status}`)}
      </span>
    </span>
  );
}
