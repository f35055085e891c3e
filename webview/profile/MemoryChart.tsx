/** The bytes that tensors hold over a step, with its phases, its peak and the peak that was predicted. */
import { useMemo } from 'preact/hooks';
import type uPlot from 'uplot';
import { formatBytes, formatMilliseconds } from '../../src/model/format';
import type { Profile } from '../../src/protocol/profile';
import { t } from '../l10n';
import type { Page } from '../page';
import { Chart, type ChartPoints } from './charts/Chart';
import type { Plot, PlotLine, PlotMark } from './charts/plot';
import { exactBytes, exactMs } from './exact';
import { eventIndexAt, memoryLine, ownerName, peakMs } from './memoryLine';
import { withoutZeros } from './tickText';
import { phaseTitles, takenWords } from './words';

interface Props {
  readonly page: Page;
  readonly profile: Profile;
  readonly csv: () => string;
  /** Selects the layer of a kernel, by its id. */
  readonly onChoose: (node: string) => void;
}

export function MemoryChart({ page, profile, csv, onChoose }: Props) {
  const plot = useMemo(() => plotOf(profile), [profile]);
  const points = useMemo(() => pointsOf(profile, onChoose), [profile]);
  return (
    <Chart
      page={page}
      name="memory"
      title={t('Bytes held over the step')}
      subtitle={takenWords(profile)}
      label={t(
        'Bytes held over the step: at most {0}, after {1}',
        formatBytes(profile.memory.peakBytes),
        formatMilliseconds(peakMs(profile)),
      )}
      hint={t(
        'Point at the chart, or go through it with the arrow keys, for what is held; Enter selects the layer. Drag to see a part, double-click for all.',
      )}
      plot={plot}
      points={points}
      csv={csv}
    />
  );
}

/** The keyboard goes from kernel to kernel, from the peak on. */
function pointsOf(profile: Profile, onChoose: Props['onChoose']): ChartPoints {
  const { events, memory, nodes } = profile;
  return {
    count: events.length,
    start: memory.peakEvent,
    x: (at) => endMs(profile, at),
    nearest: (ms) => eventIndexAt(profile, ms),
    text: (at) => heldText(profile, at),
    choose: (at) => {
      const owner = events[at]?.owner;
      const node = typeof owner === 'number' ? nodes[owner] : undefined;
      if (node !== undefined) onChoose(node.id);
    },
  };
}

function endMs({ events }: Profile, at: number): number {
  const event = events[at];
  return event === undefined ? 0 : event.startMs + event.ms;
}

function heldText(profile: Profile, at: number): string {
  const event = profile.events[at];
  if (event === undefined) return '';
  const ms = endMs(profile, at);
  return t(
    'At {0}: {1} held, after {2} of {3} · exactly {4}, {5}',
    formatMilliseconds(ms),
    formatBytes(event.liveBytes),
    event.kernel,
    ownerName(profile, event.owner),
    exactMs(ms),
    exactBytes(event.liveBytes),
  );
}

function dataOf(profile: Profile): uPlot.AlignedData {
  const { ms, bytes } = memoryLine(profile);
  const { predictedPeakBytes: predicted } = profile.memory;
  if (predicted === undefined) return [[...ms], [...bytes]];
  return [[...ms], [...bytes], ms.map(() => predicted)];
}

/** Where each phase begins, and where the most is held. */
function marksOf(profile: Profile): PlotMark[] {
  const phases = profile.events.flatMap(({ phase, startMs }, at): PlotMark[] => {
    if (profile.events[at - 1]?.phase === phase) return [];
    return [{ x: at === 0 ? 0 : startMs, words: phaseTitles[phase], line: 0, quiet: true }];
  });
  return [...phases, { x: peakMs(profile), words: t('peak'), line: 1, quiet: false }];
}

const line: PlotLine = {
  title: t('held'),
  colour: 'first',
  dashed: false,
  stepped: true,
  filled: true,
  points: false,
};

function plotOf(profile: Profile): Plot {
  const predicted: PlotLine = {
    ...line,
    title: t('peak, predicted'),
    colour: 'second',
    dashed: true,
    stepped: false,
    filled: false,
  };
  return {
    x: { label: t('Time in the step'), text: (ms) => withoutZeros(formatMilliseconds(ms)) },
    y: { label: t('Bytes held'), text: (bytes) => withoutZeros(formatBytes(bytes)) },
    lines: profile.memory.predictedPeakBytes === undefined ? [line] : [line, predicted],
    marks: marksOf(profile),
    data: dataOf(profile),
    zooms: true,
  };
}
