/** The part of the model's page that tells what a training step holds in memory. */
import type { TrainingMemory } from '../../src/model/peakMemory';
import type { TrainingState } from '../../src/protocol/designer';
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
      <Section title="Memory of a training step">
        <BatchSize page={page} batchSize={memory?.batchSize ?? training.batchSize} />
        {memory !== undefined && <Parts memory={memory} />}
        <p class="facts-hint">
          {memory !== undefined
            ? 'The most that tensors of TensorFlow.js hold at once, with what each optimizer keeps.'
            : (problem ?? 'Measuring…')}
        </p>
      </Section>
    </div>
  );
}

function Parts({ memory }: { readonly memory: TrainingMemory }) {
  const { weights, gradients, activations, slots, peak } = memory;
  return (
    <Rows
      rows={[
        ['peak, Adam', <Bytes bytes={peak.adam} />],
        ['peak, momentum', <Bytes bytes={peak.momentum} />],
        ['peak, SGD', <Bytes bytes={peak.sgd} />],
        ['weights', <Bytes bytes={weights} />],
        ['gradients', <Bytes bytes={gradients} />],
        ['kept for the gradient', <Bytes bytes={activations} />],
        ['slots of Adam', <Bytes bytes={slots.adam} />],
        ['slots of momentum', <Bytes bytes={slots.momentum} />],
      ]}
    />
  );
}

/** How many examples a batch has; Enter, or leaving the box, measures again. */
function BatchSize({ page, batchSize }: { readonly page: Page; readonly batchSize: number }) {
  return (
    <label class="batch-size">
      Examples in a batch
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
