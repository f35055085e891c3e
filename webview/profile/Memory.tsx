/** What tensors hold over a step, and who holds it when it is the most. */
import { useMemo } from 'preact/hooks';
import { categoryOf } from '../../src/model/category';
import { formatBytes } from '../../src/model/format';
import { peakHolders, type Holder } from '../../src/model/profile/memoryTimeline';
import { nestingOf } from '../../src/model/profile/nesting';
import { heldKinds, type Held, type Profile } from '../../src/protocol/profile';
import { t } from '../l10n';
import type { GraphIndex } from '../state/graphIndex';
import { filledColumns, toCsv, type Column } from '../state/table/columns';
import { BarCell } from './BarCell';
import { exactBytes } from './exact';
import { MemoryChart } from './MemoryChart';
import { PlainGrid } from './PlainGrid';
import type { PictureProps } from './ProfileView';
import { changeText, partTitles } from './words';

const kindTitles: Readonly<Record<Held['kind'], string>> = {
  weights: t('weights'),
  optimizer: t('optimizer’s slots'),
  inputs: t('inputs'),
  activations: t('activations'),
  gradients: t('gradients'),
};

/** A holder with the class of its layer. */
interface Row extends Holder {
  readonly key: string;
  /** Id of the node; undefined for a part of no layer. */
  readonly id: string | undefined;
  readonly className: string;
}

function rowsOf(profile: Profile): Row[] {
  const { byId } = nestingOf(profile);
  return peakHolders(profile).holders.map((holder): Row => {
    const { owner } = holder;
    if ('node' in owner)
      return {
        ...holder,
        key: owner.node,
        id: owner.node,
        className: byId.get(owner.node)?.className ?? '',
      };
    const label = partTitles[owner.part];
    return { ...holder, label, key: `part:${owner.part}`, id: undefined, className: '' };
  });
}

/** The most that is held, which the rows add up to, and what of it nobody is known to hold. */
function wholeRows(profile: Profile): Row[] {
  const { byKind, unknownBytes } = peakHolders(profile);
  const sum = (key: string, label: string, bytes: number, kinds: Row['byKind']): Row => ({
    owner: { part: 'other' },
    key,
    id: undefined,
    className: '',
    label,
    bytes,
    byKind: kinds,
  });
  return [
    ...(unknownBytes > 0 ? [sum('unknown', t('Not attributed'), unknownBytes, {})] : []),
    sum('peak', t('Peak'), profile.memory.peakBytes, byKind),
  ];
}

/** The box of a node, or of the layer that it is inside of. */
function boxAround(id: string, profile: Profile, index: GraphIndex): string | undefined {
  const { byId, ancestors } = nestingOf(profile);
  const node = byId.get(id);
  if (node === undefined) return undefined;
  return [...ancestors(node), node].map((one) => one.id).findLast((one) => index.nodes.has(one));
}

export function Memory({ page, state, shown, profile: { profile } }: PictureProps) {
  const { rows, foot } = useMemo(() => {
    const all = rowsOf(profile);
    const apart = [...all.filter(({ id }) => id === undefined), ...wholeRows(profile)];
    return { rows: all.filter(({ id }) => id !== undefined), foot: apart };
  }, [profile]);
  const selected = state.selection?.type === 'box' ? state.selection.id : null;
  return (
    <div class="picture-and-table">
      <div class="chart-picture">
        <Sums profile={profile} />
        <MemoryChart
          page={page}
          profile={profile}
          csv={() => toCsv(filledColumns(columns, rows), [...rows, ...foot])}
          onChoose={(node) => {
            const id = boxAround(node, profile, shown.index);
            if (id !== undefined) page.goTo({ type: 'box', id });
          }}
        />
      </div>
      <PlainGrid
        label={t('Who holds memory at the peak')}
        testId="holder-table"
        columns={columns}
        rows={rows}
        foot={foot}
        idOf={({ key }) => key}
        selected={selected}
        onChoose={({ id }, focus) => {
          if (id !== undefined) page.goTo({ type: 'box', id }, focus ? 'focus' : 'beside');
        }}
        cell={({ id }, { row }) => cellOf(id, row, { profile, most: rows[0]?.bytes ?? 0 })}
      />
    </div>
  );
}

/** What is of no layer has no category. */
function dotClass({ id, className }: Row): string {
  return id === undefined ? 'category-dot none' : `category-dot category-${categoryOf(className)}`;
}

interface Wholes {
  readonly profile: Profile;
  /** Bytes of the largest holder, whose bar is the longest. */
  readonly most: number;
}

function cellOf(id: string, row: Row, { profile: { memory }, most }: Wholes) {
  if (id === 'name')
    return (
      <span class="grid-name">
        <span class={dotClass(row)} />
        <bdi class="grid-text">{row.label}</bdi>
      </span>
    );
  if (id !== 'bytes') return undefined;
  const share = memory.peakBytes === 0 ? 0 : row.bytes / memory.peakBytes;
  const length = row.id === undefined ? undefined : row.bytes / Math.max(most, 1);
  return <BarCell text={formatBytes(row.bytes)} share={share} length={length} />;
}

/** What the peak is made of, by kind, and how it was foreseen. */
function Sums({ profile }: { readonly profile: Profile }) {
  const { peakBytes, predictedPeakBytes: predicted } = profile.memory;
  const { byKind, unknownBytes } = useMemo(() => peakHolders(profile), [profile]);
  return (
    <ul class="chart-sums" aria-label={t('At the peak')}>
      <li data-testid="memory-peak" data-value={peakBytes} title={exactBytes(peakBytes)}>
        <b>{t('Peak {0}', formatBytes(peakBytes))}</b>
      </li>
      {predicted !== undefined && (
        <li
          class="key-predicted"
          data-testid="memory-predicted"
          data-value={predicted}
          title={exactBytes(predicted)}
        >
          {t('predicted {0}, {1}', formatBytes(predicted), changeText(predicted / peakBytes))}
        </li>
      )}
      {heldKinds.map((kind) => {
        const bytes = byKind[kind] ?? 0;
        return (
          bytes > 0 && (
            <li key={kind} title={exactBytes(bytes)}>
              {kindTitles[kind]} {formatBytes(bytes)}
            </li>
          )
        );
      })}
      {unknownBytes > 0 && (
        <li title={exactBytes(unknownBytes)}>
          {t('not attributed {0}', formatBytes(unknownBytes))}
        </li>
      )}
    </ul>
  );
}

function ofKind(kind: Held['kind']): Column<Row> {
  return {
    id: kind,
    title: kindTitles[kind],
    numeric: true,
    width: 130,
    value: ({ byKind }) => byKind[kind],
    text: ({ byKind }) => (byKind[kind] === undefined ? '' : formatBytes(byKind[kind])),
    exact: ({ byKind }) => (byKind[kind] === undefined ? '' : exactBytes(byKind[kind])),
  };
}

const columns: readonly Column<Row>[] = [
  {
    id: 'name',
    title: t('Layer'),
    numeric: false,
    width: 180,
    grow: 1,
    value: ({ label }) => label,
    text: ({ label }) => label,
  },
  {
    id: 'bytes',
    title: t('Bytes'),
    hint: t('Held when the most is held, and its share of that'),
    numeric: true,
    width: 150,
    value: ({ bytes }) => bytes,
    text: ({ bytes }) => formatBytes(bytes),
    exact: ({ bytes }) => exactBytes(bytes),
  },
  ...heldKinds.map(ofKind),
];
