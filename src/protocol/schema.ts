/**
 * The shapes of everything that crosses a process boundary, as schemas: what a worker or a webview
 * sends is checked here before anybody reads it. Each is held to its interface by the compiler.
 */
import * as v from 'valibot';
import { sentenceLimits, type Sentence } from '../model/sentence';
import { skipKinds, type GraphNode, type Json, type ModelGraph } from '../model/graph';
import type { TrainingMemory } from '../model/peakMemory';
import {
  failureCodes,
  type Failure,
  type ProjectionFix,
  type SourcePlace,
  type TrackingFix,
} from './failure';
import type { WorkerAnswer } from './inspect';
import {
  decodeGraph,
  WireFault,
  type WireFacts,
  type WireGraph,
  type WireLevel,
  type WireNode,
  type WireSkip,
} from './wireGraph';

const count = v.pipe(v.number(), v.minValue(0));
const name = v.pipe(v.string(), v.maxLength(20_000));

export const sourcePlaceSchema = v.object({
  file: name,
  line: v.pipe(v.number(), v.integer(), v.minValue(1)),
  column: v.pipe(v.number(), v.integer(), v.minValue(1)),
  endColumn: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
}) satisfies v.GenericSchema<unknown, SourcePlace>;

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const projectionFixSchema = v.object({
  kind: v.literal('projection'),
  shortcut: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  strides: v.pipe(v.array(size), v.maxLength(3)),
  filters: size,
  place: v.exactOptional(sourcePlaceSchema),
}) satisfies v.GenericSchema<unknown, ProjectionFix>;

const trackingFixSchema = v.object({
  kind: v.literal('tracking'),
}) satisfies v.GenericSchema<unknown, TrackingFix>;

/** `constructor` and the like are found in any table of translations; no template is a single word. */
const moreThanAWord = /\W/;

/** What reads one goes no deeper than `sentenceLimits.depth`. */
export const sentenceSchema: v.GenericSchema<unknown, Sentence> = v.object({
  text: v.pipe(
    v.string(),
    v.maxLength(sentenceLimits.textLength),
    v.regex(moreThanAWord),
    v.description('In English, with {0}, {1} and so on for the words.'),
  ),
  words: v.exactOptional(
    v.pipe(
      v.array(
        v.union([
          v.pipe(v.string(), v.maxLength(sentenceLimits.wordLength)),
          v.number(),
          v.lazy(() => sentenceSchema),
        ]),
      ),
      v.maxLength(sentenceLimits.words),
    ),
  ),
});

export const failureSchema = v.object({
  code: v.picklist(failureCodes),
  severity: v.picklist(['error', 'warning', 'information']),
  message: v.string(),
  sentence: v.exactOptional(sentenceSchema),
  source: v.exactOptional(sourcePlaceSchema),
  fix: v.exactOptional(v.variant('kind', [projectionFixSchema, trackingFixSchema])),
  detail: v.exactOptional(v.string()),
}) satisfies v.GenericSchema<unknown, Failure>;

const deepestJson = 12;

function isJson(value: unknown, depth: number): value is Json {
  if (value === null || typeof value !== 'object')
    return ['string', 'number', 'boolean', 'object'].includes(typeof value);
  return depth < deepestJson && Object.values(value).every((item) => isJson(item, depth + 1));
}

/** A plain object of JSON, checked without the copies that a recursive schema makes of it. */
const configSchema = v.custom<GraphNode['config']>(
  (value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value) && isJson(value, 0),
);

const tensorSchema = v.object({ shape: v.array(v.nullable(v.number())), dtype: name });

const parametersSchema = v.object({
  trainable: count,
  nonTrainable: count,
  untracked: v.exactOptional(count),
});

const macsSchema = v.object({ forward: count, backward: v.exactOptional(count) });

const weightSchema = v.object({ shape: v.array(v.number()), trainable: v.boolean() });

const scopeSchema = v.object({
  id: name,
  name,
  ordinal: count,
  siblings: count,
  parent: v.nullable(name),
  definition: v.exactOptional(sourcePlaceSchema),
});

const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** The number of something in a list; that it is there is seen when it is looked up. */
const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const numbers = v.array(number);

const skipSchema = v.object({
  id: name,
  kind: v.picklist(skipKinds),
  fork: number,
  merge: number,
  shortcut: numbers,
  branch: numbers,
  length: count,
  activation: v.exactOptional(v.picklist(['pre', 'post'])),
  stochasticDepth: v.exactOptional(v.boolean()),
  survival: v.exactOptional(probability),
  scope: v.nullable(name),
}) satisfies v.GenericSchema<unknown, WireSkip>;

const factsSchema = v.object({
  className: name,
  config: configSchema,
  inputs: v.array(tensorSchema),
  outputs: v.array(tensorSchema),
  weights: v.array(weightSchema),
  parameters: parametersSchema,
  macs: macsSchema,
  flops: v.exactOptional(count),
  dropped: v.exactOptional(v.object({ survival: v.exactOptional(probability) })),
}) satisfies v.GenericSchema<unknown, WireFacts>;

const nodeSchema: v.GenericSchema<unknown, WireNode> = v.lazy(() =>
  v.object({
    id: name,
    name,
    facts: number,
    weights: v.array(name),
    sharedWith: v.exactOptional(name),
    scope: v.nullable(name),
    source: v.exactOptional(sourcePlaceSchema),
    sourceless: v.exactOptional(v.boolean()),
    places: numbers,
    failed: v.exactOptional(v.boolean()),
    inner: v.exactOptional(levelSchema),
  }),
);

const levelEntries = {
  name,
  inputs: numbers,
  outputs: numbers,
  facts: v.array(factsSchema),
  nodes: v.array(nodeSchema),
  edges: numbers,
  scopes: v.array(scopeSchema),
  skips: v.array(skipSchema),
};

const levelSchema: v.GenericSchema<unknown, WireLevel> = v.object(levelEntries);

const byOptimizer = v.object({ sgd: count, momentum: count, adam: count });

export const trainingMemorySchema = v.object({
  batchSize: count,
  weights: count,
  gradients: count,
  activations: count,
  slots: byOptimizer,
  peak: byOptimizer,
  cpu: byOptimizer,
  wasm: byOptimizer,
}) satisfies v.GenericSchema<unknown, TrainingMemory>;

const wireGraphSchema = v.object({
  ...levelEntries,
  entry: v.string(),
  parameters: parametersSchema,
  macs: macsSchema,
  flops: v.exactOptional(count),
  training: v.exactOptional(trainingMemorySchema),
  places: v.array(sourcePlaceSchema),
  complete: v.boolean(),
}) satisfies v.GenericSchema<unknown, WireGraph>;

export const workerAnswerSchema = v.object({
  packedGraph: v.exactOptional(v.string()),
  failures: v.pipe(v.array(failureSchema), v.maxLength(1_000)),
  evaluateMs: count,
  analyseMs: count,
  dirty: v.exactOptional(v.string()),
}) satisfies v.GenericSchema<unknown, WorkerAnswer>;

/** The first thing that is wrong with a value, for the log. */
function firstIssue(issues: readonly v.BaseIssue<unknown>[]): string {
  const [issue] = issues;
  return issue === undefined ? 'unknown' : `${v.getDotPath(issue) ?? 'value'}: ${issue.message}`;
}

export type Checked<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly issue: string };

/** Holds a value to a schema. One that is nested deeper than the stack goes is refused, too. */
export function check<T>(schema: v.GenericSchema<unknown, T>, value: unknown): Checked<T> {
  try {
    const parsed = v.safeParse(schema, value);
    if (parsed.success) return { ok: true, value: parsed.output };
    return { ok: false, issue: firstIssue(parsed.issues) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { ok: false, issue: `value: ${error.message}` };
  }
}

/** A graph that came as `encodeGraph` wrote it. Layers share parts of it, so it must not be changed. */
export function checkGraph(value: unknown): Checked<ModelGraph> {
  const wire = check(wireGraphSchema, value);
  if (!wire.ok) return wire;
  try {
    return { ok: true, value: decodeGraph(wire.value) };
  } catch (error) {
    if (!(error instanceof WireFault)) throw error;
    return { ok: false, issue: error.message };
  }
}
