/** The inspector's page of one skip connection. */
import { layerTitle } from '../../src/layout/titles';
import { formatCount, formatExact, formatShape } from '../../src/model/format';
import type { Skip } from '../../src/model/graph';
import type { Page } from '../page';
import type { GraphIndex } from '../state/graphIndex';
import { plural, skipWords, totalOf } from '../state/words';
import { BoxLink, FactsTitle, NodeLink, Rows, Section } from './facts';
import { SkipSwatch } from './icons';

interface Props {
  readonly page: Page;
  readonly index: GraphIndex;
  readonly skip: Skip;
}

export function SkipFacts({ page, index, skip }: Props) {
  const merge = index.nodes.get(skip.merge)?.node;
  const shape = index.nodes.get(skip.fork)?.node.outputs[0]?.shape;
  return (
    <article class="facts" data-testid="facts-skip" data-value={skip.id}>
      <FactsTitle
        page={page}
        index={index}
        id={skip.merge}
        title={`${skip.kind} skip`}
        note={skipWords(skip)}
        place={merge?.source}
      />
      <Section title="Path">
        <Rows
          rows={[
            [
              'kind',
              <>
                <SkipSwatch kind={skip.kind} /> {skip.kind}
              </>,
            ],
            ['length', plural(skip.length, 'weight layer')],
            ['from', <NodeLink page={page} index={index} id={skip.fork} />],
            ['to', <NodeLink page={page} index={index} id={skip.merge} />],
            ['order', skip.activation === undefined ? '' : `${skip.activation}-activation`],
            ['training', trainingWords(skip)],
            ['carries', shape === undefined ? '' : formatShape(shape)],
          ]}
        />
      </Section>
      <Branch title="Residual branch" ids={skip.branch} page={page} index={index} />
      <Branch title="Shortcut" ids={skip.shortcut} page={page} index={index} />
    </article>
  );
}

/** `drops the branch for some examples, keeps 80 %`. */
function trainingWords({ stochasticDepth, survival }: Skip): string {
  if (stochasticDepth !== true) return '';
  const kept = survival === undefined ? '' : `, keeps ${formatCount(survival * 100)} %`;
  return `drops the branch for some examples${kept}`;
}

interface BranchProps {
  readonly title: string;
  readonly ids: readonly string[];
  readonly page: Page;
  readonly index: GraphIndex;
}

function Branch({ title, ids, page, index }: BranchProps) {
  if (ids.length === 0) return null;
  const nodes = ids.flatMap((id) => index.nodes.get(id)?.node ?? []);
  const parameters = nodes.reduce((sum, node) => sum + totalOf(node), 0);
  return (
    <Section title={title} note={plural(parameters, 'parameter')}>
      <ol class="branch">
        {nodes.map((node) => (
          <li key={node.id}>
            <BoxLink page={page} id={node.id} text={layerTitle(node)} hint={node.name} />
            <span class="facts-note">{totalOf(node) === 0 ? '' : formatExact(totalOf(node))}</span>
          </li>
        ))}
      </ol>
    </Section>
  );
}
