/**
 * What a projection on the shortcut has to be so that both paths can be added: He et al. 2016a,
 * Section 3.3, option B.
 */
import { formatShape } from './format';
import type { Shape } from './graph';
import { told, type Told } from './sentence';

export interface Projection {
  /** One for each spatial axis; none where the tensors are vectors and the projection is dense. */
  readonly strides: readonly number[];
  readonly filters: number;
}

/** Custom layers can say any number. */
function isSize(size: number | null | undefined): size is number {
  return Number.isSafeInteger(size) && (size ?? 0) > 0;
}

/**
 * The stride that takes `from` positions to `to` with padding 'same': to = ⌈from / stride⌉. Sizes
 * that can be broadcast need none. Undefined where there is none or a size is not known.
 */
function strideBetween(from: number | null, to: number | null | undefined): number | undefined {
  if (from === to || from === 1 || to === 1) return 1;
  if (!isSize(from) || !isSize(to)) return undefined;
  const stride = Math.ceil(from / to);
  return Math.ceil(from / stride) === to ? stride : undefined;
}

function spatial(shape: Shape): Shape {
  return shape.slice(1, -1);
}

/** Undefined for an axis that no stride helps. */
function stridesBetween(main: Shape, shortcut: Shape): (number | undefined)[] {
  return spatial(shortcut).map((size, axis) => strideBetween(size, spatial(main)[axis]));
}

/** Whether two shapes differ in more than the batch. */
export function disagree(main: Shape, shortcut: Shape): boolean {
  return (
    main.length !== shortcut.length ||
    main.slice(1).some((size, axis) => size !== shortcut[axis + 1])
  );
}

/** Feature maps of one to three spatial axes, or vectors, with channels that are known. */
function areComparable(main: Shape, shortcut: Shape): boolean {
  const sameRank = main.length === shortcut.length && main.length >= 2 && main.length <= 5;
  return sameRank && isSize(main.at(-1)) && isSize(shortcut.at(-1));
}

/**
 * The projection that makes a shortcut fit its main path, channels last; undefined where none does,
 * where the shapes say too little, and where there is nothing to do.
 */
export function projectionFor(main: Shape, shortcut: Shape): Projection | undefined {
  const filters = main.at(-1);
  if (!areComparable(main, shortcut) || !isSize(filters)) return undefined;
  const strides = stridesBetween(main, shortcut);
  const known = strides.filter((stride) => stride !== undefined);
  if (known.length < strides.length || !disagree(main, shortcut)) return undefined;
  return { strides: known, filters };
}

/** `stride 2 and 128 filters`; without the filters where the shortcut has as many channels. */
export function projectionNeeds({ strides, filters }: Projection, channels?: number | null): Told {
  const outputs = strides.length === 0 ? told`${filters} units` : told`${filters} filters`;
  if (strides.every((size) => size === 1)) return channels === filters ? { message: '' } : outputs;
  const stride = strideWords(strides);
  return channels === filters ? stride : told`${stride} and ${outputs}`;
}

function strideWords(strides: readonly number[]): Told {
  const [first = 1] = strides;
  const equal = strides.every((stride) => stride === first);
  return equal ? told`stride ${first}` : told`strides ${strides.join('×')}`;
}

/** `no stride makes 8×8 into 6×6`, where all sizes are known. */
function obstacle(main: Shape, shortcut: Shape): Told {
  const [mainShape, shortcutShape] = [formatShape(main), formatShape(shortcut)];
  const isKnown = [...spatial(main), ...spatial(shortcut)].every(isSize);
  if (!areComparable(main, shortcut) || !isKnown)
    return told`The main path gives ${mainShape}, the shortcut ${shortcutShape}.`;
  const [from, to] = [shortcut, main].map((shape) => formatShape([null, ...spatial(shape)]));
  return told`The main path gives ${mainShape}, the shortcut ${shortcutShape}: no stride on the shortcut makes ${from ?? ''} into ${to ?? ''}.`;
}

function remedy(main: Shape, shortcut: Shape, need: Told): Told {
  return told`The main path gives ${formatShape(main)}, the shortcut ${formatShape(shortcut)}: ${need} on the shortcut would make them fit.`;
}

/**
 * The same of a concatenation, whose paths may differ in channels: `The main path gives 28×28×128,
 * the shortcut 56×56×64: stride 2 on the shortcut would make them fit.`
 */
export function obstacleWords(main: Shape, shortcut: Shape): Told {
  const projection = projectionFor(main, shortcut);
  const strided = projection?.strides.some((stride) => stride !== 1) === true;
  if (!strided) return obstacle(main, shortcut);
  return remedy(main, shortcut, projectionNeeds(projection, projection.filters));
}

/**
 * What the two paths give and what follows from it: `The main path gives 28×28×128, the shortcut
 * 56×56×64: stride 2 and 128 filters on the shortcut would make them fit.`
 */
export function mismatchWords(main: Shape, shortcut: Shape): Told {
  const projection = projectionFor(main, shortcut);
  if (projection === undefined) return obstacle(main, shortcut);
  return remedy(main, shortcut, projectionNeeds(projection, shortcut.at(-1)));
}
