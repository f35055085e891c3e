/** A layer's configuration as rows to read: what was chosen first, the defaults after it. */
import type { GraphNode, Json } from '../../src/model/graph';

export interface ConfigRow {
  readonly name: string;
  readonly value: string;
  readonly isDefault: boolean;
}

/** Said elsewhere in the inspector. */
const shownElsewhere: ReadonlySet<string> = new Set(['name', 'batchInputShape', 'dtype']);

/** The values of tf.layers that say nothing about this layer. */
const defaults: ReadonlyMap<string, string> = new Map(
  Object.entries({
    trainable: 'true',
    useBias: 'true',
    activation: 'linear',
    dataFormat: 'channelsLast',
    dilationRate: '1×1',
    strides: '1×1',
    padding: 'valid',
    momentum: '0.99',
    epsilon: '0.001',
    center: 'true',
    scale: 'true',
    axis: '-1',
    sparse: 'false',
    betaInitializer: 'Zeros',
    gammaInitializer: 'Ones',
    movingMeanInitializer: 'Zeros',
    movingVarianceInitializer: 'Ones',
    biasInitializer: 'Zeros',
  }),
);

export function configRows({ config }: Pick<GraphNode, 'config'>): ConfigRow[] {
  const rows = Object.entries(config)
    .filter(([name]) => !shownElsewhere.has(name))
    .map(([name, json]) => {
      const value = valueText(json);
      return { name, value, isDefault: value === '' || value === 'none' || isDefault(name, value) };
    });
  return [...rows.filter((row) => !row.isDefault), ...rows.filter((row) => row.isDefault)];
}

function isDefault(name: string, value: string): boolean {
  const known = defaults.get(name);
  return known !== undefined && (known === value || value === camel(known));
}

function camel(word: string): string {
  return word.charAt(0).toLowerCase() + word.slice(1);
}

/** `3×3`, `true`, `HeNormal(seed: 3)`: an object by its class and what is set in it. */
function valueText(json: Json): string {
  if (json === null) return 'none';
  if (typeof json !== 'object') return String(json);
  if (isList(json)) return json.map(valueText).join(json.every(isNumber) ? '×' : ', ');
  const { className, class_name: snake, config, ...rest } = json;
  const name = className ?? snake;
  const settings = isRecord(config) ? config : rest;
  const inner = Object.entries(settings)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => `${key}: ${valueText(value)}`)
    .join(', ');
  if (typeof name !== 'string') return inner === '' ? '' : `{ ${inner} }`;
  return inner === '' ? name : `${name}(${inner})`;
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

function isNumber(json: Json): boolean {
  return typeof json === 'number';
}

function isRecord(json: Json | undefined): json is Readonly<Record<string, Json>> {
  return typeof json === 'object' && json !== null && !isList(json);
}
