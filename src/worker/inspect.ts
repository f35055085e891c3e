/** One inspection: run the bundle, find the model, make its graph, say what went wrong. */
import type { InnerGraph, ModelGraph } from '../model/graph';
import { weightBytes } from '../model/bytes';
import type { Failure } from '../protocol/failure';
import type { Inspected, InspectRequest, ModelBundle } from '../protocol/inspect';
import { Budget } from './evaluate/budget';
import { failuresOf, noModel } from './evaluate/failures';
import { failuresOfRemarks, unknownSteps } from './evaluate/remarks';
import { findModel, findTensors, lastModel, type Found } from './evaluate/found';
import { Positions } from './evaluate/positions';
import { isRunStopped, runBundle, type RunResult } from './evaluate/script';
import { failureOfThrown } from './evaluate/thrown';
import { unreadableModel } from './evaluate/unreadable';
import { runWithin, Terminated } from './evaluate/watchdog';
import { isInstance } from './errors';
import { Gradients } from './graph/backward';
import { buildLevel, modelInside } from './graph/build';
import type { GraphContext } from './graph/context';
import { droppedByMask, droppedInTraining } from './graph/dropPath';
import { totalFlops } from './graph/flops';
import {
  functionGraph,
  functionRun,
  unfinishedGraph,
  type FunctionRun,
} from './graph/functionGraph';
import { boundedName } from './graph/layerFacts';
import { measureTraining } from './graph/measureTraining';
import { NodeIds } from './graph/nodeIds';
import type { ModelInside } from './graph/operationGraph';
import { PlaceTable } from './graph/placeTable';
import { SharedFacts } from './graph/sharedFacts';
import { selectModel, selectTensors, selectUnfinished, type Selection } from './graph/selection';
import { totalMacs, totalParameters } from './graph/totals';
import { functionTrainee, modelTrainee, type Trainee } from './graph/trainees';
import { UntrackedWeights } from './graph/untracked';
import { Container, core, forgetRuns, LayersModel, type Layer } from './tfjs/library';
import type { Realm } from './realm';
import { forgetWeightNames, resetUids } from './tfjs/uids';
import { holdsCustom, isCustom } from './trace/layerKinds';
import { setActiveTrace, Trace } from './trace/trace';

/** tfjs numbers a model it was given no name for: `model1`, `sequential_2`. */
const automaticName = /^(model|functional|layersmodel|sequential_)\d+$/;

function graphName(found: Found | undefined, bundle: ModelBundle): string {
  if (found instanceof Container && !automaticName.test(found.name)) return boundedName(found.name);
  const called =
    /^\(?(?:await\s+)?(?:new\s+)?(?:(?:module\.)?exports\.)?(?!default\b|exports\b|module\b)([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(
      bundle.entry,
    )?.[1];
  const file = bundle.file.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
  return boundedName(called ?? file);
}

/** What there is to draw, and the finished model or tensors that it is; without those it is a part. */
interface Choice {
  readonly selection: Selection;
  readonly found: Found | undefined;
}

/**
 * The entry's value when that is a model, else the last model. Where something threw, layers that no
 * finished model holds are what the user was building, and are shown alone.
 */
function choose(run: RunResult, trace: Trace): Choice {
  const given = findModel(run.value);
  if (given !== undefined) return { selection: selectionOf(trace, given), found: given };
  const threw = run.thrown.some((thrown) => !isRunStopped(thrown));
  const unfinished = selectUnfinished(trace);
  const found = threw && unfinished.items.length > 0 ? undefined : lastModel(trace);
  return { selection: found === undefined ? unfinished : selectionOf(trace, found), found };
}

function selectionOf(trace: Trace, found: Found): Selection {
  return found instanceof Container ? selectModel(trace, found) : selectTensors(trace, found);
}

function contextOf(trace: Trace, positions: Positions, flops: boolean): GraphContext {
  const context: GraphContext = {
    trace,
    positions,
    counted: new Set(),
    firstNodes: new Map(),
    ids: new NodeIds(),
    places: new PlaceTable(),
    shared: new SharedFacts(),
    untracked: new UntrackedWeights(trace, positions),
    gradients: new Gradients(trace),
    flops,
    warnings: [],
    dropped: (inference) => droppedInTraining(context, inference),
    droppedByMask,
    showsInside: (layer) => isCustom(layer) || holdsCustom(layer),
  };
  return context;
}

/** The operations that gave the entry's value, when that is tensors and no model. */
function graphOfTensors(context: GraphContext, run: FunctionRun, bundle: ModelBundle): InnerGraph {
  return functionGraph(context, run, graphName(undefined, bundle), insideOf(context));
}

function insideOf(context: GraphContext): ModelInside {
  return (model, at) => modelInside(context, model, { ...at, prefix: `${at.id}/`, frozen: false });
}

/** What a function of tensors had done when it threw; undefined where the entry is none. */
function graphOfPart(
  context: GraphContext,
  run: RunResult,
  bundle: ModelBundle,
): InnerGraph | undefined {
  const { trace } = context;
  const isOfLayers = findModel(run.value) !== undefined || trace.current.length > 0;
  if (!trace.entryStarted || run.thrown.length === 0 || isOfLayers) return undefined;
  return unfinishedGraph(context, graphName(undefined, bundle), insideOf(context));
}

function graphOfLayers(
  context: GraphContext,
  { selection, found }: Choice,
  bundle: ModelBundle,
): InnerGraph | undefined {
  if (selection.items.length === 0) return undefined;
  const frozen = found instanceof Container && !found.trainable;
  const name = graphName(found, bundle);
  return buildLevel(context, selection, { name, prefix: '', frozen, depth: 0 });
}

function makeGraph(
  context: GraphContext,
  level: InnerGraph,
  bundle: ModelBundle,
  complete: boolean,
): ModelGraph {
  const flops = context.flops ? totalFlops(level.nodes) : undefined;
  return {
    ...level,
    ...(flops === undefined ? {} : { flops }),
    entry: bundle.entry,
    parameters: totalParameters(level.nodes),
    macs: totalMacs(level.nodes),
    places: context.places.list,
    complete,
  };
}

/** The training step that is to be measured; undefined where nobody asked, or there is no whole model. */
function traineeOf(
  { parameters }: ModelGraph,
  found: Found | FunctionRun | undefined,
  { trainingBatchSize: batchSize, trainingLoss }: ModelBundle,
): Trainee | undefined {
  if (batchSize === undefined || found === undefined) return undefined;
  if (found instanceof LayersModel)
    return modelTrainee(found, weightBytes(parameters), batchSize, trainingLoss);
  return 'recording' in found ? functionTrainee(found) : undefined;
}

/** Adds to a graph what a training step holds, where it was asked for. */
function withTraining(
  graph: ModelGraph,
  trainee: Trainee | undefined,
  within: { readonly trace: Trace; readonly deadlineMs: number },
): { readonly graph: ModelGraph; readonly failures: readonly Failure[] } {
  if (trainee === undefined) return { graph, failures: [] };
  const { memory, failure } = measureTraining(trainee, within);
  return {
    graph: memory === undefined ? graph : { ...graph, training: memory },
    failures: failure === undefined ? [] : [failure],
  };
}

/** However little time the model's own code left. */
const shortestAnalysisMs = 250;

/** A whole model that was built, for who goes on to run it. */
export interface BuiltModel {
  readonly graph: ModelGraph;
  readonly found: InstanceType<typeof LayersModel> | FunctionRun;
  readonly ids: NodeIds;
  /** The first node of each layer. */
  readonly firstNodes: ReadonlyMap<Layer, string>;
  readonly positions: Positions;
}

interface Analysis {
  readonly graph: ModelGraph | undefined;
  readonly built?: BuiltModel;
  readonly failures: Failure[];
}

function isRunnable(found: Found | FunctionRun | undefined): found is BuiltModel['found'] {
  return found !== undefined && (found instanceof LayersModel || 'recording' in found);
}

function analyse(
  run: RunResult,
  bundle: ModelBundle,
  trace: Trace,
  positions: Positions,
  deadlineMs: number,
): Analysis {
  const choice = choose(run, trace);
  const context = contextOf(trace, positions, bundle.flops === true);
  const called =
    findModel(run.value) === undefined ? functionRun(trace, findTensors(run.value)) : undefined;
  const part = called === undefined ? graphOfPart(context, run, bundle) : undefined;
  const found = part === undefined ? (called ?? choice.found) : undefined;
  const level =
    called === undefined
      ? (part ?? graphOfLayers(context, choice, bundle))
      : graphOfTensors(context, called, bundle);
  const made = level && makeGraph(context, level, bundle, found !== undefined);
  const trainee = made && traineeOf(made, found, bundle);
  const { graph, failures: unmeasured } = made
    ? withTraining(made, trainee, { trace, deadlineMs })
    : { graph: undefined, failures: [] };
  const failures = [
    ...unmeasured,
    ...failuresOf(run, { bundle, trace, positions }),
    ...failuresOfRemarks(trace, positions),
    ...context.untracked.warnings(),
    ...context.warnings,
    ...unknownSteps(level?.nodes ?? []),
  ];
  if (graph === undefined && failures.every(({ severity }) => severity !== 'error'))
    failures.push(noModel(bundle, choice.found instanceof Container, run.value));
  const { ids, firstNodes } = context;
  return graph !== undefined && isRunnable(found)
    ? { graph, failures, built: { graph, found, ids, firstNodes, positions } }
    : { graph, failures };
}

/** Analysing runs code of the user's layers again, so it is held to what is left of the time. */
function analyseWithin(
  budget: Budget,
  run: RunResult,
  bundle: ModelBundle,
  trace: Trace,
): Analysis & { readonly terminated: boolean } {
  const positions = new Positions(bundle);
  try {
    const analysis = runWithin(budget.timeLeft + shortestAnalysisMs, () =>
      analyse(run, bundle, trace, positions, performance.now() + budget.timeLeft),
    );
    return { ...analysis, terminated: false };
  } catch (error) {
    if (!isInstance(error, Terminated)) {
      const failures = [
        ...failuresOf(run, { bundle, trace, positions }),
        unreadableModel(bundle, error),
      ];
      return { graph: undefined, failures, terminated: true };
    }
    const overtime = failureOfThrown(budget.overtime(), positions);
    const source = { file: bundle.file, line: 1, column: 1 };
    return { graph: undefined, failures: [{ ...overtime, source }], terminated: true };
  }
}

/**
 * Frees what the inspection made, so that a long-lived worker starts the next one empty. False where the
 * code has broken what that takes.
 */
function cleanUp(scopesBefore: number): boolean {
  try {
    const engine = core.engine();
    // Code may have opened scopes and left them so.
    while (engine.state.scopeStack.length > scopesBefore) engine.endScope();
    core.disposeVariables();
    forgetWeightNames();
    forgetRuns();
    resetUids();
    return engine.state.scopeStack.length === scopesBefore && core.getBackend() === 'meta';
  } catch {
    return false;
  }
}

/**
 * Runs and analyses one bundle; every fault of the user's code is in the outcome.
 * @param realm puts back what the code changed before what it built is looked at.
 * @param use is given the model, where a whole one was built, before all of it is freed.
 */
export async function inspect(
  request: InspectRequest,
  tf: unknown,
  realm?: Pick<Realm, 'restore'>,
  use: (built: BuiltModel) => Promise<void> = () => Promise.resolve(),
): Promise<Inspected> {
  const started = performance.now();
  const { bundle } = request;
  const trace = new Trace();
  const budget = new Budget(request);
  const scopesBefore = core.engine().state.scopeStack.length;
  core.engine().startScope('inspection');
  setActiveTrace(trace);
  let answer: Inspected;
  try {
    const run = await runBundle(bundle, { tf, trace, budget, restore: () => realm?.restore() });
    const evaluated = performance.now();
    const { graph, built, failures, terminated } = analyseWithin(budget, run, bundle, trace);
    const analysed = performance.now();
    answer = {
      ...(graph === undefined ? {} : { graph }),
      ...(run.terminated || terminated
        ? { dirty: 'code was ended in the middle of what it did' }
        : {}),
      failures,
      evaluateMs: evaluated - started,
      analyseMs: analysed - evaluated,
    };
    setActiveTrace(undefined);
    budget.lift();
    if (built !== undefined && !terminated) await use(built);
  } finally {
    setActiveTrace(undefined);
  }
  return cleanUp(scopesBefore) ? answer : { dirty: 'TensorFlow.js was left broken', ...answer };
}
