/** Bytes held over the step as an area, with its phases, its peak and the peak that was predicted. */
import { useMemo, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { formatBytes, formatMilliseconds } from '../../src/model/format';
import type { KernelEvent, Profile } from '../../src/protocol/profile';
import { t } from '../l10n';
import {
  axis,
  Chart,
  verticalMark,
  type ChartColours,
  type ChartOptions,
  type Walk,
} from './Chart';
import { eventAt, memoryLine, ownerName, peakMs } from './memoryLine';
import { phaseTitles } from './words';

export function MemoryChart({ profile }: { readonly profile: Profile }) {
  const [readout, read] = useState('');
  const data = useMemo(() => dataOf(profile), [profile]);
  const options = useMemo(
    () => (colours: ChartColours) => optionsOf(profile, colours, read),
    [profile],
  );
  const walk = useWalk(profile);
  const hint = t(
    'Point at the chart, or go through it with the arrow keys, for what is held; drag to see a part, double-click for all.',
  );
  return (
    <>
      <Chart
        testId="memory-chart"
        label={t(
          'Bytes held over the step: at most {0}, after {1}',
          formatBytes(profile.memory.peakBytes),
          formatMilliseconds(peakMs(profile)),
        )}
        data={data}
        options={options}
        walk={walk}
      />
      <p class="chart-readout">{readout || walk.text || hint}</p>
    </>
  );
}

/** The keyboard goes from kernel to kernel, from the peak on. */
function useWalk(profile: Profile): Walk {
  const [at, setAt] = useState(-1);
  const { events, memory } = profile;
  const event = events[at];
  const endMs = event === undefined ? 0 : event.startMs + event.ms;
  return {
    at,
    count: events.length,
    text: event === undefined ? '' : heldText(profile, event, endMs),
    x: endMs,
    onMove: (to) => setAt(at < 0 ? Math.max(0, memory.peakEvent) : to),
  };
}

function dataOf(profile: Profile): uPlot.AlignedData {
  const { ms, bytes } = memoryLine(profile);
  const { predictedPeakBytes: predicted } = profile.memory;
  if (predicted === undefined) return [[...ms], [...bytes]];
  return [[...ms], [...bytes], ms.map(() => predicted)];
}

/** Where each phase begins. */
function phaseStarts({ events }: Profile): { ms: number; title: string }[] {
  return events.flatMap(({ phase, startMs }, at) =>
    events[at - 1]?.phase === phase ? [] : [{ ms: startMs, title: phaseTitles[phase] }],
  );
}

function textAt(profile: Profile, ms: number): string {
  const event = eventAt(profile, ms);
  return event === undefined ? '' : heldText(profile, event, ms);
}

function heldText(profile: Profile, event: KernelEvent, ms: number): string {
  return t(
    'At {0}: {1} held, after {2} of {3}',
    formatMilliseconds(ms),
    formatBytes(event.liveBytes),
    event.kernel,
    ownerName(profile, event.owner),
  );
}

function seriesOf({ memory }: Profile, { first, second }: ChartColours): uPlot.Series[] {
  const steps = uPlot.paths.stepped?.({ align: 1 });
  const points = { show: false };
  const held: uPlot.Series = {
    stroke: first,
    width: 1.5,
    fill: `color-mix(in srgb, ${first} 22%, transparent)`,
    points,
    ...(steps === undefined ? {} : { paths: steps }),
  };
  const predicted: uPlot.Series = { stroke: second, width: 1.5, dash: [6, 4], points };
  return [{}, held, ...(memory.predictedPeakBytes === undefined ? [] : [predicted])];
}

function optionsOf(
  profile: Profile,
  colours: ChartColours,
  read: (text: string) => void,
): ChartOptions {
  const starts = phaseStarts(profile).slice(1);
  const quiet = { ...colours, mark: colours.muted };
  return {
    legend: { show: false },
    cursor: { y: false, points: { show: false } },
    scales: { x: { time: false }, y: { range: (_, __, most) => [0, most * 1.08] } },
    axes: [
      axis(colours, { label: t('Time in the step'), text: formatMilliseconds }, 30),
      axis(colours, { label: t('Bytes held'), text: formatBytes }, 72),
    ],
    series: seriesOf(profile, colours),
    hooks: {
      draw: [
        (chart) => {
          for (const { ms, title } of starts) verticalMark(chart, quiet, ms, title);
          verticalMark(chart, colours, peakMs(profile), t('peak'), 1);
        },
      ],
      setCursor: [
        (chart) => {
          const left = chart.cursor.left ?? -1;
          read(left < 0 ? '' : textAt(profile, chart.posToVal(left, 'x')));
        },
      ],
    },
  };
}
