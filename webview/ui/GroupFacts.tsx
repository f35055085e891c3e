/** The inspector's pages of a group and of the whole model. */
import type { VNode } from 'preact';
import { totalActivationBytes, weightBytes } from '../../src/model/bytes';
import { formatExact, formatShape } from '../../src/model/format';
import type { ModelGraph } from '../../src/model/graph';
import type { TrainingState } from '../../src/protocol/designer';
import { t } from '../l10n';
import type { Page } from '../page';
import type { GraphIndex, GroupEntry } from '../state/graphIndex';
import { kindsWords } from '../state/words';
import { FactsTitle, NodeLink, Rows, Section, Share, SkipList } from './facts';
import { Bytes } from './LayerSize';
import { TrainingFacts } from './TrainingFacts';

interface GroupProps {
  readonly page: Page;
  readonly index: GraphIndex;
  readonly group: GroupEntry;
}

/** @param cost what a profile tells of the group */
export function GroupFacts({ page, index, group, cost }: GroupProps & { readonly cost: VNode }) {
  const { scope, model } = group;
  const what = model === undefined ? scopeNote(group) : t('nested {0}', model.className);
  return (
    <article class="facts" data-testid="facts-group" data-value={group.id}>
      <FactsTitle
        page={page}
        index={index}
        id={group.id}
        title={group.title}
        note={what}
        place={scope?.definition ?? model?.source}
      />
      {cost}
      <Counts index={index} id={group.id} />
      <Skips page={page} index={index} id={group.id} />
    </article>
  );
}

function scopeNote({ scope, title }: GroupEntry): string {
  if (scope?.found === 'run') return t('blocks in a row that are alike');
  if (scope?.found === 'block') return t('one of {0} blocks that are alike', scope.siblings);
  return t('call of {0}', scope?.name ?? title);
}

function Counts({ index, id }: { readonly index: GraphIndex; readonly id: string }) {
  const { layers, trainable, nonTrainable, macs } = index.totalsOf(id);
  const all = index.totalsOf(null);
  return (
    <Section title={t('Totals')}>
      <Rows
        rows={[
          [t('layers'), <Share value={layers} total={all.layers} />],
          [
            t('parameters'),
            <Share value={trainable + nonTrainable} total={all.trainable + all.nonTrainable} />,
          ],
          [t('trainable'), formatExact(trainable)],
          [t('not trainable'), nonTrainable === 0 ? '' : formatExact(nonTrainable)],
          [t('MACs'), <Share value={macs} total={all.macs} />],
        ]}
      />
    </Section>
  );
}

function Skips({ page, index, id }: { page: Page; index: GraphIndex; id: string | null }) {
  const skips = index.skipsIn(id);
  if (skips.length === 0) return null;
  return (
    <Section title={t('Skip connections')} note={kindsWords(skips)}>
      <SkipList page={page} index={index} skips={skips} />
    </Section>
  );
}

interface ModelProps {
  readonly page: Page;
  readonly index: GraphIndex;
  readonly graph: ModelGraph;
}

interface ModelFactsProps extends ModelProps {
  readonly training: TrainingState | undefined;
}

export function ModelFacts({ page, index, graph, training }: ModelFactsProps) {
  return (
    <article class="facts" data-testid="facts-model">
      <FactsTitle
        page={page}
        index={index}
        id={null}
        title={graph.name}
        note={graph.complete ? t('the whole model') : t('the part before the failure')}
        place={undefined}
      />
      <ModelTotals {...{ index, graph }} flops={training?.flops} />
      {training !== undefined && <TrainingFacts page={page} training={training} />}
      <Section title={t('Inputs and outputs')}>
        <Rows rows={ends({ page, index, graph })} />
      </Section>
      <Skips page={page} index={index} id={null} />
    </article>
  );
}

interface TotalsProps {
  readonly index: GraphIndex;
  readonly graph: ModelGraph;
  readonly flops: number | undefined;
}

function ModelTotals({ index, graph, flops }: TotalsProps) {
  const { trainable, nonTrainable } = graph.parameters;
  const { forward, backward } = graph.macs;
  return (
    <Section title={t('Totals')}>
      <Rows
        rows={[
          [t('parameters'), formatExact(trainable + nonTrainable)],
          [t('trainable'), formatExact(trainable)],
          [t('not trainable'), formatExact(nonTrainable)],
          [t('MACs'), formatExact(forward)],
          [t('MACs, backward'), backward === undefined ? '' : formatExact(backward)],
          [t('FLOPs'), flops === undefined ? '' : formatExact(flops)],
          [t('weights'), <Bytes bytes={weightBytes(graph.parameters)} />],
          [t('activations'), <Bytes bytes={totalActivationBytes(graph)} />],
          [t('layers'), formatExact(index.totalsOf(null).layers)],
        ]}
      />
      <p class="facts-hint">
        {t(
          'MACs: forward, one example, convolutions and matrix products. Activations: of one example.',
        )}{' '}
        {flops !== undefined &&
          t('FLOPs: forward, two for each MAC, and those of activations, sums, norms and pooling.')}
      </p>
    </Section>
  );
}

function ends({ page, index, graph }: ModelProps) {
  const row = (label: string) => (id: string) => {
    const spec = index.nodes.get(id)?.node.outputs[0];
    const shape = spec === undefined ? '' : `${formatShape(spec.shape)} `;
    return [
      label,
      <span key={id}>
        {shape}
        <NodeLink {...{ page, index, id }} />
      </span>,
    ] as const;
  };
  return [...graph.inputs.map(row(t('in'))), ...graph.outputs.map(row(t('out')))];
}
