/** The card beside the pointer: what a layer, group or skip is, in numbers. */
import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatExact, formatMacs, formatShape } from '../../src/model/format';
import type { GraphNode, Skip } from '../../src/model/graph';
import { layerName } from '../../src/model/layerName';
import { t } from '../l10n';
import type { Page } from '../page';
import type { Hovered } from '../state/pageEvents';
import { costRows, type CostRow } from '../profile/costRows';
import type { GraphIndex } from '../state/graphIndex';
import {
  kindsWords,
  layersWords,
  recurrentWords,
  skipWords,
  totalOf,
  whereWords,
} from '../state/words';
import { SkipSwatch } from './icons';
import { useStore } from './useStore';

export function Tooltip({ page }: { readonly page: Page }) {
  const hovered = useStore(page.hovered);
  const { shown, profile } = page.store.state;
  if (hovered === null || shown === undefined) return null;
  const { index } = shown;
  return (
    <Card hovered={hovered} index={index} costs={costRows(profile, index, hovered.target.id)} />
  );
}

interface CardProps {
  readonly hovered: Hovered;
  readonly index: GraphIndex;
  /** What a profile tells of the box. */
  readonly costs: readonly CostRow[];
}

/** Placed below and right of the pointer, or on the other side where the window ends. */
function Card({ hovered, index, costs }: CardProps) {
  const element = useRef<HTMLDivElement>(null);
  const { x, y } = hovered;
  useLayoutEffect(() => {
    const card = element.current;
    if (card === null) return;
    const { offsetWidth: width, offsetHeight: height } = card;
    const left = x + 16 + width > window.innerWidth - 8 ? x - 12 - width : x + 16;
    const top = y + 16 + height > window.innerHeight - 8 ? y - 12 - height : y + 16;
    card.style.left = `${Math.max(8, left)}px`;
    card.style.top = `${Math.max(8, top)}px`;
  });
  const content = contentOf({ hovered, index, costs });
  if (content === null) return null;
  return (
    // For the pointer alone: the names of boxes and the inspector say the same.
    <div class="tooltip" aria-hidden="true" data-testid="tooltip" ref={element}>
      {content}
    </div>
  );
}

function contentOf({ hovered, index, costs }: CardProps) {
  const { type, id } = hovered.target;
  const skip = type === 'skip' ? index.skips.get(id) : undefined;
  if (skip !== undefined) return <SkipCard skip={skip} index={index} />;
  const entry = index.nodes.get(id);
  if (entry !== undefined && entry.node.inner === undefined)
    return <LayerCard node={entry.node} index={index} costs={costs} />;
  return index.groups.has(id) ? <GroupCard id={id} index={index} costs={costs} /> : null;
}

function SkipCard({ skip, index }: { readonly skip: Skip; readonly index: GraphIndex }) {
  const name = (id: string): string => index.nameOf(id);
  return (
    <>
      <p class="tooltip-title">
        <SkipSwatch kind={skip.kind} /> {skipWords(skip)}
      </p>
      <p class="tooltip-note">
        {skip.fork === skip.merge
          ? t('in {0}', name(skip.merge))
          : t('from {0} to {1}', name(skip.fork), name(skip.merge))}
      </p>
      <p class="tooltip-note">{whereWords(skip.merge, index)}</p>
    </>
  );
}

function Rows({ rows }: { readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <dl class="tooltip-rows">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface LayerProps extends Pick<CardProps, 'index' | 'costs'> {
  readonly node: GraphNode;
}

function LayerCard({ node, index, costs }: LayerProps) {
  const shapes = (specs: GraphNode['inputs']): string =>
    specs.map(({ shape }) => formatShape(shape)).join(', ');
  const { nonTrainable } = node.parameters;
  const skips = index.skipsOf(node.id);
  const ended = skips.filter(({ role }) => role === 'merge');
  const held = skips.filter(({ role }) => role === 'holder');
  const rows: CostRow[] = [
    [t('in'), shapes(node.inputs)],
    [t('out'), shapes(node.outputs)],
    [t('parameters'), totalOf(node) === 0 ? '' : formatExact(totalOf(node))],
    [t('not trainable'), nonTrainable === 0 ? '' : formatExact(nonTrainable)],
    [t('MACs'), node.macs.forward === 0 ? '' : formatExact(node.macs.forward)],
    ...ended.map(({ skip }): CostRow => [t('ends'), skipWords(skip)]),
    [t('holds'), held.length === 0 ? '' : recurrentWords(held.length)],
    ...costs,
  ];
  return (
    <>
      <p class="tooltip-title">
        {node.className} <span class="tooltip-name">{layerName(node)}</span>
      </p>
      <Rows rows={rows.filter(([, value]) => value !== '')} />
      <p class="tooltip-note">{whereWords(node.id, index)}</p>
    </>
  );
}

interface GroupProps extends Pick<CardProps, 'index' | 'costs'> {
  readonly id: string;
}

function GroupCard({ id, index, costs }: GroupProps) {
  const { layers, trainable, nonTrainable, macs } = index.totalsOf(id);
  const skips = index.skipsIn(id);
  const rows: CostRow[] = [
    [t('parameters'), formatExact(trainable + nonTrainable)],
    [t('MACs'), macs === 0 ? '' : formatMacs(macs)],
    [t('skips'), skips.length === 0 ? '' : kindsWords(skips)],
    ...costs,
  ];
  return (
    <>
      <p class="tooltip-title">
        {index.groups.get(id)?.title} <span class="tooltip-name">{layersWords(layers)}</span>
      </p>
      <Rows rows={rows.filter(([, value]) => value !== '')} />
      <p class="tooltip-note">{t('Double-click its header to open or close it')}</p>
    </>
  );
}
