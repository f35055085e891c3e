/** The roofline itself, as an SVG; a list of points for the keyboard and for screen readers. */
import { bounds } from '../../src/model/profile/roofline';
import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatCount } from '../../src/model/format';
import type { Roofs } from '../../src/protocol/profile';
import { t } from '../l10n';
import { axesOf, peakRate, ridge, roofAt, roofPhases } from './roofline';
import { leastSize, margin, plotOf, type Plot, type Size } from './roofPlot';
import { Points, type PointsProps } from './RoofPoints';
import { decades } from './ticks';
import type { Page } from '../page';
import { ChartTools } from './charts/ChartTools';
import { exactRate } from './exact';
import { roofSvg } from './charts/roofSvg';
import { withoutZeros } from './tickText';
import { boundTitles, phaseTitles, rateText } from './words';

/** The size of an element, as it changes. */
function useSize(element: RefObject<Element>): Size {
  const [size, setSize] = useState<Size>(leastSize);
  useLayoutEffect(() => {
    if (element.current === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      setSize({
        width: Math.max(leastSize.width, width),
        height: Math.max(leastSize.height, height),
      });
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return size;
}

interface Props extends Omit<PointsProps, 'onActive'> {
  readonly page: Page;
  readonly roofs: Roofs;
  /** What was measured, and how. */
  readonly subtitle: string;
  readonly csv: () => string;
}

export function RoofPicture(props: Props) {
  const { roofs, points, page, subtitle, csv, labelOf } = props;
  const frame = useRef<HTMLDivElement>(null);
  const plotted = useRef<SVGSVGElement>(null);
  const [told, tell] = useState('');
  const size = useSize(frame);
  const axes = useMemo(() => axesOf(points, roofs), [points, roofs]);
  const plot = useMemo(() => plotOf(axes, size), [axes, size]);
  const title = t('Layers under the roofs of the device');
  return (
    <div class="roof-figure">
      <RoofHead
        page={page}
        title={title}
        svg={() => roofSvg(plotted.current, size, title, subtitle)}
        csv={csv}
      />
      <div class="roof-picture" ref={frame}>
        <svg
          class="roof-plot"
          width={size.width}
          height={size.height}
          data-testid="roofline"
          data-points={points.length}
          ref={plotted}
        >
          <Axes plot={plot} />
          <Roof plot={plot} roofs={roofs} />
          <Points {...props} plot={plot} onActive={(point) => tell(labelOf(point))} />
        </svg>
      </div>
      <p class="chart-readout" data-testid="roof-readout">
        {told || hint}
      </p>
    </div>
  );
}

interface HeadProps extends Pick<Props, 'page' | 'csv'> {
  readonly title: string;
  readonly svg: () => string | undefined;
}

function RoofHead(props: HeadProps) {
  return (
    <div class="chart-head">
      <Legend />
      <ChartTools {...props} name="roofline" />
    </div>
  );
}

const hint = t(
  'Point at a layer, or go through them with the arrow keys, the longest first; Enter selects it in the graph.',
);

function Axes({ plot: { axes, size, x, y } }: { readonly plot: Plot }) {
  const [left, bottom] = [margin.left, size.height - margin.bottom];
  const [right, top] = [size.width - margin.right, margin.top];
  return (
    <g class="roof-axes" aria-hidden="true">
      {decades(...axes.intensity).map((value) => (
        <g key={value}>
          <path class="roof-grid" d={`M${x(value)} ${top}V${bottom}`} />
          <text x={x(value)} y={bottom + 16} text-anchor="middle">
            {tickText(value)}
          </text>
        </g>
      ))}
      {decades(...axes.rate).map((value) => (
        <g key={value}>
          <path class="roof-grid" d={`M${left} ${y(value)}H${right}`} />
          <text x={left - 8} y={y(value) + 4} text-anchor="end">
            {withoutZeros(formatCount(value))}
          </text>
        </g>
      ))}
      <text class="roof-title" x={(left + right) / 2} y={size.height - 6} text-anchor="middle">
        {t('FLOPs for a byte')}
      </text>
      <text
        class="roof-title"
        transform={`translate(13 ${(top + bottom) / 2}) rotate(-90)`}
        text-anchor="middle"
      >
        {t('FLOPs a second')}
      </text>
    </g>
  );
}

/** `0.01`, `100`: a power of ten. */
function tickText(value: number): string {
  return value < 1 ? String(Number(value.toPrecision(1))) : withoutZeros(formatCount(value));
}

function Roof({ plot, roofs }: { readonly plot: Plot; readonly roofs: Roofs }) {
  const { axes, x, y, size } = plot;
  const peak = peakRate(roofs);
  const [from, to] = axes.intensity;
  const meet = ridge(roofs);
  // The slope begins where it comes into the plot, from the left or from below.
  const start = Math.max(from, axes.rate[0] / roofs.bytesPerSecond);
  const [x0, y0] = [x(start), y(roofAt(start, roofs))];
  const middle = Math.sqrt(start * meet);
  const angle = (Math.atan2(y(peak) - y0, x(meet) - x0) * 180) / Math.PI;
  return (
    <g class="roof-lines">
      <path class="roof-line" d={`M${x0} ${y0}L${x(meet)} ${y(peak)}L${x(to)} ${y(peak)}`} />
      <text
        transform={`translate(${x(middle)} ${y(roofAt(middle, roofs))}) rotate(${angle})`}
        y={-7}
        text-anchor="middle"
      >
        {t('memory {0}', rateText(roofs.bytesPerSecond, 'B'))}
        <title>{exactRate(roofs.bytesPerSecond, 'B')}</title>
      </text>
      <text
        x={Math.min(x(to), size.width - margin.right) - 4}
        y={y(peak) - 7}
        text-anchor="end"
        data-testid="roof-peak"
        data-value={peak}
      >
        {t('compute {0}', rateText(peak, 'FLOP'))}
        <title>{exactRate(peak, 'FLOP')}</title>
      </text>
    </g>
  );
}

function Legend() {
  return (
    <ul class="chart-keys" aria-label={t('Legend')}>
      {bounds.map((bound) => (
        <li key={bound}>
          <svg class={`roof-swatch bound-${bound}`} viewBox="-6 -6 12 12" aria-hidden="true">
            <circle class="roof-point" r="5" />
          </svg>
          {t('bound by {0}', boundTitles[bound])}
        </li>
      ))}
      {roofPhases.map((phase) => (
        <li key={phase}>
          <svg class="roof-swatch" viewBox="-6 -6 12 12" aria-hidden="true">
            <path
              class="roof-point hollow"
              d={
                phase === 'forward'
                  ? 'M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0Z'
                  : 'M0 -5L5 0L0 5L-5 0Z'
              }
            />
          </svg>
          {phaseTitles[phase].toLowerCase()}
        </li>
      ))}
    </ul>
  );
}
