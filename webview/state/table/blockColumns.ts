/** The columns of the table of blocks. */
import { formatCount, formatExact, formatMacs } from '../../../src/model/format';
import type { Skip } from '../../../src/model/graph';
import { t } from '../../l10n';
import { percent } from '../words';
import type { BlockRow } from './blockRows';
import type { Column } from './columns';

/** `keeps 80 %`; `yes` where the probability is not known. */
function depthText({ stochasticDepth, survival }: Skip): string {
  if (stochasticDepth !== true) return '';
  return survival === undefined ? t('yes') : t('keeps {0} %', formatCount(survival * 100));
}

function activationText({ activation }: Skip): string {
  return activation === undefined ? '' : `${activation}-activation`;
}

function words(
  id: string,
  title: string,
  width: number,
  grow: number,
  of: (row: BlockRow) => string,
): Column<BlockRow> {
  return { id, title, numeric: false, width, grow, value: (row) => of(row) || undefined, text: of };
}

const shape: readonly Column<BlockRow>[] = [
  words('kind', t('Kind'), 120, 0, ({ skip }) => skip.kind),
  words('where', t('Block'), 150, 2, ({ where }) => where),
  {
    id: 'length',
    title: t('Length'),
    hint: t('Weight layers on the longest path of the residual branch'),
    numeric: true,
    width: 70,
    value: ({ skip }) => skip.length,
    text: ({ skip }) => formatExact(skip.length),
  },
  words('activation', t('Order'), 110, 0, ({ skip }) => activationText(skip)),
  {
    id: 'depth',
    title: t('Stochastic depth'),
    hint: t('Whether training drops the residual branch, and how probably it is kept'),
    numeric: false,
    width: 120,
    value: ({ skip }) => (skip.stochasticDepth === true ? (skip.survival ?? 1) : undefined),
    text: ({ skip }) => depthText(skip),
  },
  words('ends', t('Fork → merge'), 160, 2, ({ fork, merge }) => `${fork} → ${merge}`),
];

export const blockColumns: readonly Column<BlockRow>[] = [
  ...shape,
  {
    id: 'parameters',
    title: t('Parameters'),
    hint: t('Of the layers between fork and merge, and their share of the model'),
    numeric: true,
    width: 150,
    value: ({ parameters }) => parameters,
    text: ({ parameters }) => formatCount(parameters),
    exact: ({ parameters, parameterShare }) =>
      t('{0}, {1} of the model', formatExact(parameters), percent(parameterShare)),
  },
  {
    id: 'macs',
    title: t('MACs'),
    hint: t(
      'Of the layers between fork and merge, forward, one example, and their share of the model',
    ),
    numeric: true,
    width: 150,
    value: ({ macs }) => macs,
    text: ({ macs }) => formatMacs(macs),
    exact: ({ macs, macShare }) => t('{0}, {1} of the model', formatExact(macs), percent(macShare)),
  },
];
