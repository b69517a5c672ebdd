import type { StatusDay } from '../../../shared/api/report.ts';
import { sharesOf } from './shares.ts';

type Props = { readonly time: Omit<StatusDay, 'day'> };

/** The shares of a time as one bar; the numbers beside it say the same to everyone. */
export function StatusBar({ time }: Props) {
  let x = 0;
  const parts = sharesOf(time).map(({ status, percent }) => {
    const part = { status, percent, x };
    x += percent;
    return part;
  });
  return (
    <svg
      className="status-bar"
      viewBox="0 0 100 10"
      preserveAspectRatio="none"
      aria-hidden="true"
      focusable="false"
    >
      <rect className="status-bar-ground" width="100" height="10" />
      {parts.map(({ status, percent, x: start }) => (
        <rect key={status} data-status={status} x={start} width={percent} height="10" />
      ))}
    </svg>
  );
}
