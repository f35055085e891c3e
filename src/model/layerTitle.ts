/** A layer in a few words: `Conv2D 3×3, 64, stride 2`. */
import type { GraphNode, Json } from './graph';

function sizes(value: Json | undefined): readonly number[] {
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? value.filter((size) => typeof size === 'number') : [];
}

function windowText(value: Json | undefined): string | undefined {
  const all = sizes(value);
  return all.length === 0 ? undefined : all.join('×');
}

function strideText(value: Json | undefined): string | undefined {
  const all = sizes(value);
  if (all.every((size) => size === 1)) return undefined;
  const [first] = all;
  return `stride ${all.every((size) => size === first) ? String(first) : all.join('×')}`;
}

function scalarText(value: Json | undefined): string | undefined {
  return typeof value === 'number' ? String(value) : undefined;
}

/** What says most about a layer of its class, in the order papers write it. */
export function layerTitle({ className, config }: Pick<GraphNode, 'className' | 'config'>): string {
  const pool = windowText(config['poolSize']);
  const details = [
    windowText(config['kernelSize']) ?? pool,
    scalarText(config['filters'] ?? config['units']),
    strideText(config['strides']),
    activationText(config['activation']),
  ];
  const known = details.filter((detail) => detail !== undefined);
  return known.length === 0 ? className : `${className} ${known.join(', ')}`;
}

function activationText(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== 'linear' ? value : undefined;
}
