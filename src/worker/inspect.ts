/** One inspection: run the bundle, find the model, make its graph, say what went wrong. */
import type { ModelGraph } from '../model/graph';
import type { Failure } from '../protocol/failure';
import type { InspectOutcome, InspectRequest, ModelBundle } from '../protocol/inspect';
import { Budget } from './evaluate/budget';
import { findModel, type Found } from './evaluate/found';
import { Positions } from './evaluate/positions';
import { isRunStopped, runBundle, type RunResult } from './evaluate/script';
import { failedApplication, shapeFailure } from './evaluate/shapeFailure';
import { failureOfThrown } from './evaluate/thrown';
import { buildLevel, totalMacs, totalParameters, type GraphContext } from './graph/build';
import { PlaceTable } from './graph/placeTable';
import { selectEverything, selectModel, selectTensors, type Selection } from './graph/selection';
import { Container, core } from './tfjs/library';
import { resetUids } from './tfjs/uids';
import { setActiveTrace, Trace } from './trace/trace';

/** tfjs numbers a model it was given no name for: `model1`, `sequential_2`. */
const automaticName = /^(model|functional|layersmodel|sequential_)\d+$/;

function graphName(found: Found | undefined, bundle: ModelBundle): string {
  if (found instanceof Container && !automaticName.test(found.name)) return found.name;
  const called = /^(?:await\s+)?(?:new\s+)?([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(
    bundle.entry,
  )?.[1];
  const file = bundle.file.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
  return called ?? file;
}

function select(trace: Trace, found: Found | undefined): Selection {
  if (found instanceof Container) return selectModel(trace, found);
  return found === undefined ? selectEverything(trace) : selectTensors(trace, found);
}

function makeGraph(
  trace: Trace,
  found: Found | undefined,
  bundle: ModelBundle,
  positions: Positions,
): ModelGraph | undefined {
  const selection = select(trace, found);
  if (selection.items.length === 0) return undefined;
  const context: GraphContext = {
    trace,
    positions,
    counted: new Set(),
    firstNodes: new Map(),
    places: new PlaceTable(),
  };
  const frozen = found instanceof Container && !found.trainable;
  const level = buildLevel(context, selection, {
    name: graphName(found, bundle),
    prefix: '',
    frozen,
    depth: 0,
  });
  return {
    ...level,
    entry: bundle.entry,
    parameters: totalParameters(level.nodes),
    macs: totalMacs(level.nodes),
    places: context.places.list,
    complete: found !== undefined,
  };
}

function noModel(bundle: ModelBundle): Failure {
  const what = bundle.entry === '' ? 'Running this file' : `"${bundle.entry}"`;
  return {
    code: 'no-model',
    severity: 'error',
    message: `${what} builds no model. Choose an expression that returns a tf.LayersModel, for example a call of the function that builds it.`,
    source: { file: bundle.file, line: 1, column: 1 },
  };
}

function entryFailure(failure: Failure, bundle: ModelBundle): Failure {
  if (failure.source !== undefined) return failure;
  const threw = failure.code === 'model-threw' && bundle.entry !== '';
  const message = threw
    ? `The entry expression "${bundle.entry}" failed. ${failure.message}`
    : failure.message;
  const code = threw ? 'entry-threw' : failure.code;
  return { ...failure, code, message, source: { file: bundle.file, line: 1, column: 1 } };
}

function failuresOf(
  run: RunResult,
  trace: Trace,
  positions: Positions,
  bundle: ModelBundle,
): Failure[] {
  const failed = failedApplication(trace);
  return run.thrown.map((thrown) => {
    const failure = failureOfThrown(thrown, positions);
    const explained =
      failed !== undefined && failed.error === thrown ? shapeFailure(failure, failed) : failure;
    return entryFailure(explained, bundle);
  });
}

/** Frees what the inspection made, so that a long-lived worker starts the next one empty. */
function cleanUp(): void {
  core.disposeVariables();
  resetUids();
}

/** Runs and analyses one bundle; every fault of the user's code is in the outcome. */
export async function inspect(request: InspectRequest, tf: unknown): Promise<InspectOutcome> {
  const started = performance.now();
  const { bundle } = request;
  const positions = new Positions(bundle);
  const trace = new Trace();
  setActiveTrace(trace);
  try {
    const run = await runBundle(bundle, { tf, trace, budget: new Budget(request) });
    const evaluated = performance.now();
    const errors = run.thrown.some((thrown) => !isRunStopped(thrown));
    const found = errors && run.value === undefined ? undefined : findModel(run.value, trace);
    const graph = makeGraph(trace, found ?? findModel(undefined, trace), bundle, positions);
    const failures = failuresOf(run, trace, positions, bundle);
    if (graph === undefined && failures.every(({ severity }) => severity !== 'error'))
      failures.push(noModel(bundle));
    return {
      ...(graph === undefined ? {} : { graph }),
      failures,
      evaluateMs: evaluated - started,
      analyseMs: performance.now() - evaluated,
    };
  } finally {
    setActiveTrace(undefined);
    cleanUp();
  }
}
