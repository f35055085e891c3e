/** The part of the model's page that tells what a training step holds in memory. */
import { formatBytes, formatExact } from '../../src/model/format';
import type { OptimizerName, TrainingMemory } from '../../src/model/peakMemory';
import type { TrainingState } from '../../src/protocol/designer';
import { t } from '../l10n';
import type { Page } from '../page';
import { Rows, Section } from './facts';
import { Bytes } from './LayerSize';

interface TrainingProps {
  readonly page: Page;
  readonly training: TrainingState;
}

export function TrainingFacts({ page, training }: TrainingProps) {
  const { memory, problem } = training;
  const value = memory?.peak.adam ?? (problem === undefined ? 'measuring' : 'unknown');
  return (
    <div data-testid="training" data-value={value} aria-busy={value === 'measuring'}>
      <Section title={t('Memory of a training step')}>
        {memory === undefined || memory.batchSize === training.batchSize ? (
          <BatchSize page={page} batchSize={training.batchSize} />
        ) : (
          <p class="facts-hint">
            {t('Of the {0} examples that the entry expression gives.', memory.batchSize)}
          </p>
        )}
        {memory !== undefined && <Parts memory={memory} />}
        <p class="facts-hint">
          {memory !== undefined
            ? t(
                'Peak: the most that tensors of TensorFlow.js hold at once with that optimizer, its slots included. Activations: what is kept for the gradient, and the batch.',
              )
            : (problem ?? t('Measuring…'))}
        </p>
      </Section>
    </div>
  );
}

function Parts({ memory }: { readonly memory: TrainingMemory }) {
  const { weights, gradients, activations, slots } = memory;
  return (
    <Rows
      rows={[
        [t('Adam peak'), <Peak memory={memory} optimizer="adam" />],
        [t('momentum peak'), <Peak memory={memory} optimizer="momentum" />],
        [t('SGD peak'), <Peak memory={memory} optimizer="sgd" />],
        [t('weights'), <Bytes bytes={weights} />],
        [t('gradients'), <Bytes bytes={gradients} />],
        [t('activations'), <Bytes bytes={activations} />],
        [t('Adam slots'), <Bytes bytes={slots.adam} />],
      ]}
    />
  );
}

interface PeakProps {
  readonly memory: TrainingMemory;
  readonly optimizer: OptimizerName;
}

function Peak({ memory: { peak, cpu, wasm }, optimizer }: PeakProps) {
  const bytes = peak[optimizer];
  const title = t(
    '{0} bytes; {1} on the cpu backend, {2} on wasm',
    formatExact(bytes),
    formatBytes(cpu[optimizer]),
    formatBytes(wasm[optimizer]),
  );
  return <span title={title}>{formatBytes(bytes)}</span>;
}

/** How many examples a batch has; Enter, or leaving the box, measures again. */
function BatchSize({ page, batchSize }: { readonly page: Page; readonly batchSize: number }) {
  return (
    <label class="batch-size">
      {t('Examples in a batch')}
      <input
        key={batchSize}
        class="batch-size-input"
        data-testid="batch-size"
        type="number"
        min={1}
        max={1_000_000}
        step={1}
        defaultValue={String(batchSize)}
        onChange={({ currentTarget: { value } }) => {
          const wanted = Number(value);
          if (Number.isInteger(wanted) && wanted >= 1 && wanted <= 1_000_000)
            page.host.post('setBatchSize', { batchSize: wanted });
        }}
      />
    </label>
  );
}
