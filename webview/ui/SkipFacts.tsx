/** The inspector's page of one skip connection. */
import { layerTitle } from '../../src/layout/titles';
import { formatCount, formatExact, formatShape } from '../../src/model/format';
import type { Skip } from '../../src/model/graph';
import { t } from '../l10n';
import type { Page } from '../page';
import type { GraphIndex } from '../state/graphIndex';
import { parametersWords, plural, skipWords, totalOf } from '../state/words';
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
        title={t('{0} skip', skip.kind)}
        note={skipWords(skip)}
        place={merge?.source}
      />
      <Section title={t('Path')}>
        <Rows
          rows={[
            [
              t('kind'),
              <>
                <SkipSwatch kind={skip.kind} /> {skip.kind}
              </>,
            ],
            [t('length'), plural(skip.length, '{0} weight layer', '{0} weight layers')],
            [t('from'), <NodeLink page={page} index={index} id={skip.fork} />],
            [t('to'), <NodeLink page={page} index={index} id={skip.merge} />],
            [t('order'), skip.activation === undefined ? '' : `${skip.activation}-activation`],
            [t('training'), trainingWords(skip)],
            [t('carries'), shape === undefined ? '' : formatShape(shape)],
          ]}
        />
      </Section>
      <Branch title={t('Residual branch')} ids={skip.branch} page={page} index={index} />
      <Branch title={t('Shortcut')} ids={skip.shortcut} page={page} index={index} />
    </article>
  );
}

/** `drops the branch for some examples, keeps 80 %`. */
function trainingWords({ stochasticDepth, survival }: Skip): string {
  if (stochasticDepth !== true) return '';
  return survival === undefined
    ? t('drops the branch for some examples')
    : t('drops the branch for some examples, keeps {0} %', formatCount(survival * 100));
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
    <Section title={title} note={parametersWords(parameters)}>
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
