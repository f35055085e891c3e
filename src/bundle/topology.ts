/** A saved topology (`model.json` of TensorFlow.js, `to_json()` of Keras 2) as a bundle that loads it. */
import { readFile } from 'node:fs/promises';
import { told, type Told } from '../model/sentence';
import { fail, ok, type Failure, type Result } from '../protocol/failure';
import type { ModelBundle } from '../protocol/inspect';

/** Whether a file is a topology and no program. */
export function isTopologyFile(file: string): boolean {
  return /\.json$/i.test(file);
}

function failure(file: string, code: Failure['code'], words: Told, line = 1): Result<never> {
  return fail({ code, severity: 'error', ...words, source: { file, line, column: 1 } });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parse(file: string, text: string): Result<unknown> {
  try {
    const value: unknown = JSON.parse(text);
    // Keras gives its JSON as a string, which people save as JSON once more.
    return ok(typeof value === 'string' ? (JSON.parse(value) as unknown) : value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const position = Number(/position (\d+)/.exec(reason)?.[1] ?? 0);
    const line = text.slice(0, position).split('\n').length;
    return failure(file, 'syntax-error', told`This is not JSON: ${reason}.`, line);
  }
}

/** The part of the file that describes layers; the values of weights are not looked at. */
function topologyIn(file: string, value: unknown): Result<unknown> {
  if (isRecord(value)) {
    const format = value['format'];
    if (format === 'graph-model') {
      return failure(
        file,
        'topology-unsupported',
        told`This is a graph model of TensorFlow.js, which has operations and no layers. Convert the model with "--output_format tfjs_layers_model".`,
      );
    }
    const topology = value['modelTopology'] ?? value;
    if (isRecord(topology) && ('model_config' in topology || 'class_name' in topology))
      return ok(topology);
  }
  return failure(
    file,
    'topology-unsupported',
    told`This JSON holds no layers of a model. Inspect the "model.json" that TensorFlow.js saved, or what "model.to_json()" of Keras 2 gives.`,
  );
}

const emptyMap = JSON.stringify({ version: 3, sources: [], names: [], mappings: '' });

/** The script that loads the topology in `file`. */
export async function topologyBundle(
  file: string,
  unsaved: string | undefined,
): Promise<Result<ModelBundle>> {
  const text = unsaved ?? (await readFile(file, 'utf8').catch(() => undefined));
  if (text === undefined) return failure(file, 'file-not-found', told`"${file}" cannot be read.`);
  const parsed = parse(file, text);
  const topology = parsed.ok ? topologyIn(file, parsed.value) : parsed;
  if (!topology.ok) return topology;
  const literal = JSON.stringify(JSON.stringify(topology.value));
  return ok({
    code: `__designer.entry(()=>__designer.topology(JSON.parse(${literal})));`,
    map: emptyMap,
    file,
    entry: '',
    entryLine: 1,
    sources: [{ file, functions: [], shifts: [] }],
  });
}
