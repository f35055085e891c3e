/** The top of the page: which model it is, and what it adds up to. */
import type { ComponentChildren } from 'preact';
import { weightBytes } from '../../src/model/bytes';
import {
  formatBytes,
  formatCount,
  formatExact,
  formatMacs,
  formatShape,
} from '../../src/model/format';
import type { ModelGraph } from '../../src/model/graph';
import { t } from '../l10n';
import type { Page } from '../page';
import { ProfileRun } from '../profile/ProfileRun';
import type { GraphIndex } from '../state/graphIndex';
import type { UiState } from '../state/uiState';
import { countByKind, kindsWords } from '../state/words';
import { EntryPicker } from './EntryPicker';
import { SkipSwatch } from './icons';

/** A saved topology is one model: there is no expression to choose. */
function isTopology(fileName: string): boolean {
  return fileName.toLowerCase().endsWith('.json');
}

export function Header({ page, state }: { readonly page: Page; readonly state: UiState }) {
  const { designer, shown } = state;
  if (designer === undefined) return null;
  return (
    <header class="header">
      <div class="header-model">
        <h1 class="model-name" data-testid="model-name">
          {shown?.graph.name ?? designer.fileName}
        </h1>
        <div class="header-actions">
          {isTopology(designer.fileName) || (
            <EntryPicker
              entry={designer.entry}
              entries={designer.entries}
              onChoose={(entry) => page.host.post('setEntry', { entry })}
            />
          )}
          {shown && <ProfileRun page={page} state={state} />}
        </div>
      </div>
      {shown && <Totals graph={shown.graph} index={shown.index} />}
    </header>
  );
}

interface TotalProps {
  readonly id: string;
  readonly value: string | number;
  readonly main: ComponentChildren;
  readonly unit: string;
  readonly detail: ComponentChildren;
  readonly title: string;
}

function Total({ id, value, main, unit, detail, title }: TotalProps) {
  return (
    <div class="total" data-testid={id} data-value={value} title={title}>
      <dt class="total-main">
        <strong>{main}</strong> {unit}
      </dt>
      <dd class="total-detail">{detail}</dd>
    </div>
  );
}

function Totals({ graph, index }: { readonly graph: ModelGraph; readonly index: GraphIndex }) {
  const { layers } = index.totalsOf(null);
  const [number, ...unit] = formatMacs(graph.macs.forward).split(' ');
  return (
    <dl class="totals" aria-label={t('Totals')}>
      <Parameters graph={graph} />
      <Total
        id="total-macs"
        value={graph.macs.forward}
        main={number}
        unit={unit.join(' ')}
        detail={t('forward, one example')}
        title={t(
          '{0} multiply-accumulates: forward, one example, convolutions and matrix products only',
          formatExact(graph.macs.forward),
        )}
      />
      <Skips index={index} />
      <Total
        id="total-layers"
        value={layers}
        main={formatExact(layers)}
        unit={layers === 1 ? t('layer') : t('layers')}
        detail={<Shapes graph={graph} index={index} />}
        title={
          graph.complete
            ? t('Layers of the model, inputs included')
            : t('Layers before the failure')
        }
      />
    </dl>
  );
}

function Parameters({ graph }: { readonly graph: ModelGraph }) {
  const { trainable, nonTrainable } = graph.parameters;
  const total = trainable + nonTrainable;
  return (
    <Total
      id="total-parameters"
      value={total}
      main={formatCount(total)}
      unit={t('parameters')}
      detail={
        <span data-testid="total-trainable" data-value={trainable}>
          {t('{0} trainable', formatExact(trainable))}
          <span hidden data-testid="total-non-trainable" data-value={nonTrainable} />
        </span>
      }
      title={t(
        '{0} total: {1} trainable, {2} non-trainable; {3} of weights',
        formatExact(total),
        formatExact(trainable),
        formatExact(nonTrainable),
        formatBytes(weightBytes(graph.parameters)),
      )}
    />
  );
}

function Skips({ index }: { readonly index: GraphIndex }) {
  const skips = index.skipsIn(null);
  const kinds = countByKind(skips);
  return (
    <Total
      id="total-skips"
      value={skips.length}
      main={formatExact(skips.length)}
      unit={skips.length === 1 ? t('skip') : t('skips')}
      detail={
        kinds.length === 0
          ? t('no skip connections')
          : kinds.map(([kind, count]) => (
              <span class="kind-count" key={kind} data-testid={`skips-${kind}`} data-value={count}>
                <SkipSwatch kind={kind} />
                {count} {kind}
              </span>
            ))
      }
      title={
        skips.length === 0
          ? t('No skip connections')
          : t('Skip connections: {0}', kindsWords(skips))
      }
    />
  );
}

function Shapes({ graph, index }: { readonly graph: ModelGraph; readonly index: GraphIndex }) {
  const shapes = (ids: readonly string[]): string =>
    ids
      .flatMap((id) => index.nodes.get(id)?.node.outputs[0] ?? [])
      .map(({ shape }) => formatShape(shape))
      .join(', ');
  const [input, output] = [shapes(graph.inputs), shapes(graph.outputs)];
  return (
    <span data-testid="model-shapes" data-value={`${input} → ${output}`}>
      {[input, output].filter(Boolean).join(' → ')}
    </span>
  );
}
