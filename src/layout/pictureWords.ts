/** The words in pictures, in the language of whoever looks. What is not translated: layer classes, kinds of skips, units. */
import type { LayerCategory } from '../model/category';
import { formatExact } from '../model/format';
import type { Skip, SkipKind } from '../model/graph';
import { english, type Translate } from '../model/translate';

/** What stands on the boxes, as templates: boxes are measured where nobody can be asked for a translation. */
export interface BoxWords {
  readonly failed: string;
  /** With the shapes that came in. */
  readonly failedOn: string;
  readonly shared: string;
  /** For one, and for any other number. */
  readonly layers: readonly [string, string];
}

export function boxWords(t: Translate): BoxWords {
  return {
    failed: t('failed'),
    failedOn: t('failed on {0}'),
    shared: t('shared'),
    layers: [t('{0} layer'), t('{0} layers')],
  };
}

export const englishBoxWords = boxWords(english);

/** The families of layers, as the legend has them. */
export function familyWords(t: Translate): Readonly<Record<LayerCategory, string>> {
  return {
    input: t('input'),
    convolution: t('convolution'),
    dense: t('dense'),
    normalization: t('normalization'),
    activation: t('activation'),
    pooling: t('pooling'),
    merge: t('merge'),
    recurrent: t('recurrent'),
    attention: t('attention'),
    reshape: t('reshape'),
    regularization: t('regularization'),
    model: t('model'),
    custom: t('custom'),
  };
}

/** `identity shortcut around 3 weight layers`. */
export function skipWords(t: Translate, { kind, length }: Pick<Skip, 'kind' | 'length'>): string {
  if (kind === 'recurrent') return t('recurrent skip from step to step, inside the layer');
  const number = formatExact(length);
  const around = length === 1 ? t('{0} weight layer', number) : t('{0} weight layers', number);
  return kind === 'identity' || kind === 'projection' || kind === 'padded'
    ? t('{0} shortcut around {1}', kind, around)
    : t('{0} skip around {1}', kind, around);
}

/** What an exported picture says of itself and of its parts. */
export interface SvgWords {
  /** Of a model without a name. */
  readonly network: string;
  readonly contents: (layers: number, groups: number, skips: number) => string;
  readonly inside: (count: number, kind: SkipKind) => string;
  readonly skip: (skip: Pick<Skip, 'kind' | 'length'>) => string;
  /** In the legend. */
  readonly kind: (kind: SkipKind) => string;
  readonly families: Readonly<Record<LayerCategory, string>>;
}

export function svgWords(t: Translate): SvgWords {
  return {
    network: t('Network'),
    contents: (layers, groups, skips) =>
      t('Layers: {0}, groups: {1}, skip connections: {2}.', layers, groups, skips),
    inside: (count, kind) => t('{0} {1} inside', count, kind),
    skip: (skip) => skipWords(t, skip),
    kind: (kind) => t('{0} skip', kind),
    families: familyWords(t),
  };
}

export const englishSvgWords = svgWords(english);
