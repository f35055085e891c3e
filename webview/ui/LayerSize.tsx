/** The parts of the inspector's page of a layer that tell its bytes and its receptive field. */
import { activationBytes, weightBytes } from '../../src/model/bytes';
import { formatBytes, formatExact } from '../../src/model/format';
import type { GraphNode } from '../../src/model/graph';
import type { GraphIndex } from '../state/graphIndex';
import { axesWords } from '../state/words';
import { Rows, Section } from './facts';

/** Bytes with a unit; the exact number is shown on hover. */
export function Bytes({ bytes }: { readonly bytes: number }) {
  return <span title={`${formatExact(bytes)} bytes`}>{formatBytes(bytes)}</span>;
}

export function Memory({ node }: { readonly node: GraphNode }) {
  const weights = weightBytes(node.parameters);
  return (
    <Section title="Memory">
      <Rows
        rows={[
          ['weights', weights === 0 ? '' : <Bytes bytes={weights} />],
          ['output, one example', <Bytes bytes={activationBytes(node)} />],
        ]}
      />
    </Section>
  );
}

/** Which part of the input one position of the output depends on. */
export function Reach({ index, id }: { readonly index: GraphIndex; readonly id: string }) {
  const field = index.receptiveFieldOf(id);
  if (field === undefined) return null;
  if (field.size.every((size) => size === null))
    return (
      <Section title="Receptive field">
        <p class="facts-hint">The whole input.</p>
      </Section>
    );
  return (
    <Section title="Receptive field">
      <Rows
        rows={[
          ['size', axesWords(field.size)],
          ['stride', axesWords(field.stride)],
          ['padding', axesWords(field.padding)],
        ]}
      />
    </Section>
  );
}
