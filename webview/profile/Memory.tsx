/** What tensors hold over a step, and who holds it when it is the most. */
import { useMemo, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { categoryOf } from '../../src/model/category';
import { formatBytes, formatExact, formatMilliseconds } from '../../src/model/format';
import { heldKinds, type Held, type Profile } from '../../src/protocol/profile';
import { t } from '../l10n';
import type { Column } from '../state/table/columns';
import { percent } from '../state/words';
import { axis, Chart, verticalMark, type ChartColours, type ChartOptions } from './Chart';
import { eventAt, holderRows, memoryLine, ownerName, peakMs, type HolderRow } from './memoryLine';
import { PlainGrid } from './PlainGrid';
import type { PictureProps } from './ProfileView';
import { changeText, phaseTitles } from './words';

const kindTitles: Readonly<Record<Held['kind'], string>> = {
  weights: t('weights'),
  optimizer: t('slots of the optimizer'),
  inputs: t('inputs'),
  activations: t('activations'),
  gradients: t('gradients'),
};

export function Memory({ page, state, profile: { profile } }: PictureProps) {
  const rows = useMemo(() => holderRows(profile), [profile]);
  const selected = state.selection?.type === 'box' ? state.selection.id : null;
  return (
    <div class="picture-and-table">
      <div class="chart-picture">
        <Sums profile={profile} rows={rows} />
        <MemoryChart profile={profile} />
      </div>
      <PlainGrid
        label={t('Who holds memory at the peak')}
        testId="holder-table"
        columns={columns}
        rows={rows}
        idOf={({ key }) => key}
        selected={rows.find(({ id }) => id !== undefined && id === selected)?.key ?? null}
        onChoose={({ id }, focus) => {
          if (id !== undefined) page.goTo({ type: 'box', id }, focus ? 'focus' : 'beside');
        }}
        cell={({ id }, { row }) => cellOf(id, row)}
      />
    </div>
  );
}

function cellOf(id: string, row: HolderRow) {
  if (id === 'name')
    return (
      <span class="grid-name">
        <span class={`category-dot category-${categoryOf(row.className)}`} />
        <bdi class="grid-text">{row.name}</bdi>
      </span>
    );
  if (id !== 'bytes') return undefined;
  return (
    <span class="grid-bar">
      <span>{formatBytes(row.bytes)}</span>
      <span class="share-percent">{percent(row.share)}</span>
      <span class="share-bar" aria-hidden="true">
        <span class="share-filled" style={{ width: `${row.share * 100}%` }} />
      </span>
    </span>
  );
}

/** What the peak is made of, by kind, and how it was foreseen. */
function Sums({
  profile,
  rows,
}: {
  readonly profile: Profile;
  readonly rows: readonly HolderRow[];
}) {
  const { memory } = profile;
  const { predictedPeakBytes: predicted } = memory;
  const kinds = heldKinds.flatMap((kind) => {
    const bytes = rows.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.bytes, 0);
    return bytes === 0 ? [] : [{ kind, bytes }];
  });
  return (
    <ul class="chart-sums" aria-label={t('At the peak')}>
      <li data-testid="memory-peak" data-value={memory.peakBytes}>
        <b>{t('Peak {0}', formatBytes(memory.peakBytes))}</b>
      </li>
      {predicted !== undefined && (
        <li data-testid="memory-predicted" data-value={predicted}>
          {t(
            'predicted {0}, {1}',
            formatBytes(predicted),
            changeText(predicted / memory.peakBytes),
          )}
        </li>
      )}
      {kinds.map(({ kind, bytes }) => (
        <li key={kind} title={formatExact(bytes)}>
          {kindTitles[kind]} {formatBytes(bytes)}
        </li>
      ))}
    </ul>
  );
}

function MemoryChart({ profile }: { readonly profile: Profile }) {
  const [readout, read] = useState('');
  const data = useMemo(() => dataOf(profile), [profile]);
  const options = useMemo(
    () => (colours: ChartColours) => optionsOf(profile, colours, read),
    [profile],
  );
  const { peakBytes } = profile.memory;
  return (
    <>
      <Chart
        testId="memory-chart"
        label={t(
          'Bytes held over the step: at most {0}, after {1}',
          formatBytes(peakBytes),
          formatMilliseconds(peakMs(profile)),
        )}
        data={data}
        options={options}
      />
      <p class="chart-readout">
        {readout ||
          t('Point at the chart for what is held, drag to see a part of it, double-click for all.')}
      </p>
    </>
  );
}

function dataOf(profile: Profile): uPlot.AlignedData {
  const { ms, bytes } = memoryLine(profile);
  const { predictedPeakBytes: predicted } = profile.memory;
  if (predicted === undefined) return [[...ms], [...bytes]];
  return [[...ms], [...bytes], ms.map(() => predicted)];
}

/** Where each phase begins, for lines in the chart. */
function phaseStarts({ events }: Profile): { ms: number; title: string }[] {
  return events.flatMap(({ phase, startMs }, at) =>
    events[at - 1]?.phase === phase ? [] : [{ ms: startMs, title: phaseTitles[phase] }],
  );
}

function textAt(profile: Profile, ms: number): string {
  const event = eventAt(profile, ms);
  if (event === undefined) return '';
  return t(
    'At {0}: {1} held, after {2} of {3}',
    formatMilliseconds(ms),
    formatBytes(event.liveBytes),
    event.kernel,
    ownerName(profile, event.owner),
  );
}

function optionsOf(
  profile: Profile,
  colours: ChartColours,
  read: (text: string) => void,
): ChartOptions {
  const starts = phaseStarts(profile);
  const { predictedPeakBytes } = profile.memory;
  const predicted: uPlot.Series = {
    stroke: colours.second,
    width: 1.5,
    dash: [6, 4],
    points: { show: false },
  };
  return {
    legend: { show: false },
    cursor: { y: false, points: { show: false } },
    scales: { x: { time: false }, y: { range: (_, __, most) => [0, most * 1.08] } },
    axes: [
      axis(colours, { label: t('Time in the step'), text: formatMilliseconds }, 30),
      axis(colours, { label: t('Bytes held'), text: formatBytes }, 72),
    ],
    series: [
      {},
      {
        stroke: colours.first,
        width: 1.5,
        fill: `color-mix(in srgb, ${colours.first} 22%, transparent)`,
        points: { show: false },
        ...(uPlot.paths.stepped === undefined ? {} : { paths: uPlot.paths.stepped({ align: 1 }) }),
      },
      ...(predictedPeakBytes === undefined ? [] : [predicted]),
    ],
    hooks: {
      draw: [
        (chart) => {
          for (const { ms, title } of starts.slice(1))
            verticalMark(chart, { ...colours, mark: colours.muted }, ms, title);
          verticalMark(chart, colours, peakMs(profile), t('peak'));
        },
      ],
      setCursor: [
        ({ cursor, posToVal }) => {
          const left = cursor.left ?? -1;
          read(left < 0 ? '' : textAt(profile, posToVal(left, 'x')));
        },
      ],
    },
  };
}

const columns: readonly Column<HolderRow>[] = [
  {
    id: 'name',
    title: t('Layer'),
    numeric: false,
    width: 180,
    grow: 1,
    value: ({ name }) => name,
    text: ({ name }) => name,
  },
  {
    id: 'kind',
    title: t('What'),
    numeric: false,
    width: 160,
    value: ({ kind }) => kindTitles[kind],
    text: ({ kind }) => kindTitles[kind],
  },
  {
    id: 'bytes',
    title: t('Bytes'),
    hint: t('Held when the most is held, and its share of that'),
    numeric: true,
    width: 160,
    value: ({ bytes }) => bytes,
    text: ({ bytes }) => formatBytes(bytes),
    exact: ({ bytes }) => formatExact(bytes),
  },
];
