/** The columns of the layer table. */
import { formatBytes, formatCount, formatExact, formatMacs } from '../../../src/model/format';
import { t } from '../../l10n';
import { baseName, layersWords } from '../words';
import type { Column } from './columns';
import type { LayerRow } from './layerRow';

/** A number that most rows do not have is left out there, so that the others stand out. */
function count(
  id: string,
  title: string,
  hint: string,
  of: (row: LayerRow) => number | undefined,
  text: (value: number) => string = formatCount,
): Column<LayerRow> {
  const filled = (row: LayerRow, words: (value: number) => string): string => {
    const value = of(row);
    return value === undefined || value === 0 ? '' : words(value);
  };
  return {
    id,
    title,
    hint,
    numeric: true,
    width: 116,
    value: of,
    text: (row) => filled(row, text),
    exact: (row) => filled(row, formatExact),
  };
}

/** Values of a shape, for the order of shapes by size. */
function shapeSize({ node }: LayerRow): number | undefined {
  return node?.outputs[0]?.shape.slice(1).reduce<number>((all, size) => all * (size ?? 1), 1);
}

function reachText(reach: number | undefined): string {
  if (reach === undefined) return '';
  return reach === Infinity ? t('all') : formatExact(reach);
}

/** `resnet50.ts:42`, which sorts by file and then by line. */
function placeText({ place }: LayerRow): string {
  return place === undefined ? '' : `${baseName(place.file)}:${place.line}`;
}

const named: readonly Column<LayerRow>[] = [
  {
    id: 'name',
    title: t('Name'),
    numeric: false,
    width: 160,
    grow: 2,
    value: ({ name }) => name,
    text: ({ name }) => name,
    exact: ({ id }) => id,
  },
  {
    id: 'class',
    title: t('Class'),
    numeric: false,
    width: 120,
    grow: 1,
    value: ({ className }) => (className === '' ? undefined : className),
    text: ({ className, children, sums }) =>
      children === undefined || className !== '' ? className : layersWords(sums.layers),
  },
  {
    id: 'shape',
    title: t('Output shape'),
    numeric: false,
    width: 110,
    value: shapeSize,
    text: ({ shape }) => shape,
    copied: ({ shape }) => shape,
  },
];

const placed: readonly Column<LayerRow>[] = [
  {
    id: 'reach',
    title: t('Receptive field'),
    hint: t('Largest extent of the window of the input that one position of the output depends on'),
    numeric: true,
    width: 116,
    value: ({ sums }) => sums.reach,
    text: ({ sums }) => reachText(sums.reach),
    copied: ({ sums }) => (sums.reach === Infinity ? 'all' : String(sums.reach ?? '')),
  },
  {
    id: 'source',
    title: t('Source'),
    numeric: false,
    width: 120,
    value: (row) => placeText(row) || undefined,
    text: placeText,
    exact: ({ place }) => (place === undefined ? '' : `${place.file}:${place.line}`),
  },
];

export const layerColumns: readonly Column<LayerRow>[] = [
  ...named,
  count(
    'trainable',
    t('Trainable'),
    t('Parameters that training changes'),
    ({ sums }) => sums.trainable,
  ),
  count(
    'nonTrainable',
    t('Not trainable'),
    t('Parameters that training does not change by gradients'),
    ({ sums }) => sums.nonTrainable,
  ),
  count(
    'macs',
    t('MACs forward'),
    t('Multiply-accumulates of a forward pass, one example'),
    ({ sums }) => sums.macs,
    formatMacs,
  ),
  count(
    'backward',
    t('MACs backward'),
    t('Multiply-accumulates of the gradient, one example'),
    ({ sums }) => sums.backward,
    formatMacs,
  ),
  count(
    'activations',
    t('Activations'),
    t('Bytes of the output, one example'),
    ({ sums }) => sums.activations,
    formatBytes,
  ),
  ...placed,
];

/** What is copied: layers only, since sums among them would be counted twice. */
export const copiedColumns: readonly Column<LayerRow>[] = [
  {
    id: 'group',
    title: t('Group'),
    numeric: false,
    width: 0,
    value: ({ path }) => path,
    text: ({ path }) => path,
  },
  ...layerColumns,
];
