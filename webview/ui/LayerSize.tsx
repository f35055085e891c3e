/** The parts of the inspector's page of a layer that tell its bytes and its receptive field. */
import { activationBytes, weightBytes } from '../../src/model/bytes';
import { formatBytes, formatExact } from '../../src/model/format';
import type { GraphNode } from '../../src/model/graph';
import { t } from '../l10n';
import type { GraphIndex } from '../state/graphIndex';
import { axesWords } from '../state/words';
import { Rows, Section } from './facts';

/** Bytes with a unit; the exact number is shown on hover. */
export function Bytes({ bytes }: { readonly bytes: number }) {
  return <span title={t('{0} bytes', formatExact(bytes))}>{formatBytes(bytes)}</span>;
}

export function Memory({ node }: { readonly node: GraphNode }) {
  const weights = weightBytes(node.parameters);
  return (
    <Section title={t('Memory')}>
      <Rows
        rows={[
          [t('weights'), weights === 0 ? '' : <Bytes bytes={weights} />],
          [t('output, one example'), <Bytes bytes={activationBytes(node)} />],
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
      <Section title={t('Receptive field')}>
        <p class="facts-hint">{t('The whole input.')}</p>
      </Section>
    );
  return (
    <Section title={t('Receptive field')}>
      <Rows
        rows={[
          [t('size'), axesWords(field.size)],
          [t('stride'), axesWords(field.stride)],
          [t('padding'), axesWords(field.padding)],
        ]}
      />
    </Section>
  );
}
