/** The inspector's page of one layer. */
import { Fragment, type VNode } from 'preact';
import { categoryOf } from '../../src/model/category';
import { formatExact, formatShape } from '../../src/model/format';
import type { GraphNode, TensorSpec } from '../../src/model/graph';
import { layerTitle } from '../../src/layout/titles';
import { t } from '../l10n';
import type { Page } from '../page';
import { configRows } from '../state/config';
import type { GraphIndex, NodeEntry } from '../state/graphIndex';
import { skipWords, totalOf } from '../state/words';
import { FactsTitle, NodeLink, Rows, Section, Share } from './facts';
import { SkipSwatch } from './icons';
import { Counting } from './LayerCounts';
import { Memory, Reach } from './LayerSize';

interface Props {
  readonly page: Page;
  readonly index: GraphIndex;
  readonly entry: NodeEntry;
}

/** @param cost what a profile tells of the layer */
export function LayerFacts({ page, index, entry, cost }: Props & { readonly cost: VNode }) {
  const { node } = entry;
  const title = layerTitle(node);
  return (
    <article class="facts" data-testid="facts-layer" data-value={node.id}>
      <FactsTitle
        page={page}
        index={index}
        id={node.id}
        title={title}
        note={title.includes(node.className) ? node.name : `${node.className} ${node.name}`}
        category={categoryOf(node.className)}
        place={node.source}
      />
      {node.failed === true && (
        <p class="facts-failed">{t('This call failed; see the message above.')}</p>
      )}
      {cost}
      <Tensors {...{ page, index, entry }} />
      <Skips page={page} index={index} node={node} />
      <Parameters page={page} index={index} node={node} />
      <Cost index={index} node={node} />
      <Counting page={page} index={index} node={node} />
      <Memory node={node} />
      <Reach index={index} id={node.id} />
      <Configuration node={node} />
    </article>
  );
}

function Tensors({ page, index, entry: { node, from, to } }: Props) {
  const spec = ({ shape, dtype }: TensorSpec) => (
    <>
      {formatShape(shape)} <span class="dtype">{dtype}</span>
    </>
  );
  return (
    <Section title={t('Tensors')}>
      <Rows
        rows={[
          ...node.inputs.map((input, at) => {
            const source = from[at];
            const name = node.inputs.length > 1 ? t('in {0}', at + 1) : t('in');
            return [
              name,
              <>
                {spec(input)} {source !== undefined && <From {...{ page, index, id: source }} />}
              </>,
            ] as const;
          }),
          ...node.outputs.map(
            (output, at) =>
              [node.outputs.length > 1 ? t('out {0}', at + 1) : t('out'), spec(output)] as const,
          ),
          [
            t('used by'),
            to.length === 0 ? '' : <Links {...{ page, index, ids: [...new Set(to)] }} />,
          ],
        ]}
      />
    </Section>
  );
}

function From(props: { page: Page; index: GraphIndex; id: string }) {
  return (
    <span class="from">
      {t('from')} <NodeLink {...props} />
    </span>
  );
}

function Links({ page, index, ids }: { page: Page; index: GraphIndex; ids: readonly string[] }) {
  return (
    <span class="links">
      {ids.map((id) => (
        <NodeLink key={id} page={page} index={index} id={id} />
      ))}
    </span>
  );
}

interface NodeProps {
  readonly page: Page;
  readonly index: GraphIndex;
  readonly node: GraphNode;
}

const roleWords = {
  fork: t('starts here'),
  merge: t('ends here'),
  shortcut: t('passes through here'),
  holder: t('is inside'),
};

function Skips({ page, index, node }: NodeProps) {
  const skips = index.skipsOf(node.id);
  if (skips.length === 0) return null;
  return (
    <Section title={skips.length === 1 ? t('Skip connection') : t('Skip connections')}>
      <ul class="skip-list">
        {skips.map(({ skip, role }) => (
          <li key={`${skip.id} ${role}`}>
            <button
              type="button"
              class="skip-row"
              onPointerEnter={() => page.hoverSkip(skip.id)}
              onPointerLeave={() => page.hoverSkip(null)}
              onClick={() => page.goTo({ type: 'skip', id: skip.id })}
            >
              <SkipSwatch kind={skip.kind} />
              <span class="skip-where">{skipWords(skip)}</span>
              <span class="skip-what">{roleWords[role]}</span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Parameters({ page, index, node }: NodeProps) {
  const { weights, parameters, sharedWith } = node;
  if (weights.length === 0) return null;
  return (
    <Section title={t('Parameters')} note={formatExact(totalOf(node))}>
      <WeightTable weights={weights} />
      <Rows
        rows={[
          [t('trainable'), formatExact(parameters.trainable)],
          [
            t('not trainable'),
            parameters.nonTrainable === 0 ? '' : formatExact(parameters.nonTrainable),
          ],
          [
            t('shared with'),
            sharedWith === undefined ? '' : <NodeLink {...{ page, index, id: sharedWith }} />,
          ],
        ]}
      />
    </Section>
  );
}

function WeightTable({ weights }: Pick<GraphNode, 'weights'>) {
  return (
    <table class="weights">
      <thead>
        <tr>
          <th scope="col">{t('weight')}</th>
          <th scope="col">{t('shape')}</th>
          <th scope="col" class="number">
            {t('count')}
          </th>
        </tr>
      </thead>
      <tbody>
        {weights.map(({ name, shape, trainable }) => (
          <tr key={name}>
            <td>
              {name.split('/').at(-1)}
              {!trainable && <span class="tag">{t('not trainable')}</span>}
            </td>
            <td>{shape.join('×')}</td>
            <td class="number">
              {formatExact(shape.reduce((product, size) => product * size, 1))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cost({ index, node }: { readonly index: GraphIndex; readonly node: GraphNode }) {
  const total = index.totalsOf(null);
  const count = totalOf(node);
  if (count === 0 && node.macs.forward === 0) return null;
  return (
    <Section title={t('Share of the model')}>
      <Rows
        rows={[
          [t('parameters'), <Share value={count} total={total.trainable + total.nonTrainable} />],
          [t('MACs'), <Share value={node.macs.forward} total={total.macs} />],
        ]}
      />
    </Section>
  );
}

function Configuration({ node }: { readonly node: GraphNode }) {
  const rows = configRows(node);
  if (rows.length === 0) return null;
  return (
    <Section title={t('Configuration')}>
      <dl class="rows">
        {rows.map(({ name, value, isDefault }) => (
          <div key={name} class={`row${isDefault ? ' default' : ''}`}>
            <dt>{breakable(name)}</dt>
            <dd>{value === '' ? t('empty') : value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

/** A name in camel case that may go on in the next line between its words. */
function breakable(name: string) {
  return name.split(/(?=[A-Z])/).map((word, at) => (
    <Fragment key={word}>
      {at > 0 && <wbr />}
      {word}
    </Fragment>
  ));
}
