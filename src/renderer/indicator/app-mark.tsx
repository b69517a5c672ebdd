import { APP_MARK } from '../../shared/indicator/app-mark.ts';
import { INDICATOR_PATHS, INDICATOR_SIZE } from '../../shared/indicator/shapes.ts';

/** The app's mark, as on its icon. */
export function AppMark() {
  const { size, housing, lights } = APP_MARK;
  return (
    <svg className="app-mark" viewBox={`0 0 ${size} ${size}`} aria-hidden="true">
      <rect
        x={housing.x}
        y={housing.y}
        width={housing.width}
        height={housing.height}
        rx={housing.radius}
        fill={housing.fill}
        stroke={housing.edge}
      />
      {lights.map((light) => (
        <path
          key={light.shape}
          d={INDICATOR_PATHS[light.shape]}
          fill={light.fill}
          fillRule="evenodd"
          transform={`translate(${light.x} ${light.y}) scale(${light.side / INDICATOR_SIZE})`}
        />
      ))}
    </svg>
  );
}
