/** The points under the roofs: shapes to look at, and a list for the keyboard and for screen readers. */
import { useId, useState } from 'preact/hooks';
import { t } from '../l10n';
import type { PlottedPoint } from './roofline';
import type { Plot } from './roofPlot';

export interface PointedAt {
  readonly x: number;
  readonly y: number;
  readonly point: PlottedPoint;
}

export interface PointsProps {
  /** The longest first. */
  readonly points: readonly PlottedPoint[];
  /** Id of the node that the page has selected. */
  readonly selected: string | null;
  readonly labelOf: (point: PlottedPoint) => string;
  readonly onChoose: (point: PlottedPoint, focus: boolean) => void;
  readonly onPoint: (pointed: PointedAt | null) => void;
  /** The keyboard is at a point. */
  readonly onActive: (point: PlottedPoint) => void;
}

function stepOf(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(count - 1, at + 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

function onKey(
  event: KeyboardEvent,
  at: number,
  { points, onChoose }: PointsProps,
  go: (to: number) => void,
): void {
  const point = points[at];
  const to = stepOf(event.key, at, points.length);
  if (to !== undefined) go(to);
  else if ((event.key === 'Enter' || event.key === ' ') && point !== undefined)
    onChoose(point, event.key === 'Enter');
  else return;
  event.preventDefault();
}

/** The arrow keys go from the longest to the shortest. */
export function Points(props: PointsProps & { readonly plot: Plot }) {
  const { points, selected, onChoose, onPoint } = props;
  const [active, setActive] = useState(0);
  const id = useId();
  const at = Math.min(active, points.length - 1);
  return (
    <g
      class="roof-points"
      role="listbox"
      tabindex={0}
      aria-label={t('Layers under the roofs, the longest first')}
      {...(points.length === 0 ? {} : { 'aria-activedescendant': `${id}-${at}` })}
      onKeyDown={(event) =>
        onKey(event, at, props, (to) => {
          setActive(to);
          const point = points[to];
          if (point !== undefined) props.onActive(point);
        })
      }
      onPointerLeave={() => onPoint(null)}
    >
      {points
        .map((point, index) => (
          <Point
            key={point.key}
            {...props}
            id={`${id}-${index}`}
            point={point}
            isActive={index === at}
            isSelected={point.id === selected}
            onClick={() => {
              setActive(index);
              onChoose(point, false);
            }}
          />
        ))
        // The longest are drawn last, over the others.
        .reverse()}
    </g>
  );
}

interface PointProps extends Pick<PointsProps, 'labelOf' | 'onPoint'> {
  readonly plot: Plot;
  readonly id: string;
  readonly point: PlottedPoint;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  readonly onClick: () => void;
}

/** A disc forward, a diamond backward; as large as its time, within bounds. */
function shapeOf({ phase, cost }: PlottedPoint): string {
  const radius = Math.min(11, 3 + Math.sqrt(cost.ms));
  return phase === 'forward'
    ? `M${-radius} 0a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0Z`
    : `M0 ${-radius}L${radius} 0L0 ${radius}L${-radius} 0Z`;
}

function Point({ plot, id, point, isActive, isSelected, labelOf, onPoint, onClick }: PointProps) {
  const { intensity, rate, against } = point;
  return (
    <path
      id={id}
      class={`roof-point bound-${against.bound}${isActive ? ' is-active' : ''}${isSelected ? ' is-selected' : ''}`}
      role="option"
      aria-selected={isSelected}
      aria-label={labelOf(point)}
      transform={`translate(${plot.x(intensity)} ${plot.y(rate)})`}
      d={shapeOf(point)}
      data-point={point.key}
      onPointerEnter={({ clientX, clientY }) => onPoint({ x: clientX, y: clientY, point })}
      onClick={onClick}
    />
  );
}
