/** What one run threw, as the failures that the user reads. */
import { told, type Told } from '../../model/sentence';
import type { Failure, SourcePlace } from '../../protocol/failure';
import type { ModelBundle } from '../../protocol/inspect';
import { isInstance, ProcessExitStopped } from '../errors';
import type { Application, Trace } from '../trace/trace';
import type { Positions } from './positions';
import type { RunResult } from './script';
import { failedApplication, operationFailure, shapeFailure } from './shapeFailure';
import { failureOfThrown } from './thrown';

interface Context {
  readonly bundle: ModelBundle;
  readonly trace: Trace;
  readonly positions: Positions;
}

function entryFailure(failure: Failure, bundle: ModelBundle): Failure {
  if (failure.source !== undefined) return failure;
  const threw = failure.code === 'model-threw' && bundle.entry !== '';
  const source = { file: bundle.file, line: 1, column: 1 };
  if (!threw) return { ...failure, source };
  const words = told`The entry expression "${bundle.entry}" failed. ${failure}`;
  return { ...failure, code: 'entry-threw', ...words, source };
}

/** A container's layer is applied by tfjs; its own place is where it was made. */
function madeAt(application: Application, { trace, positions }: Context): SourcePlace | undefined {
  const made = trace.creations.get(application.layer);
  return made && positions.places(made.stack.frames)[0];
}

function withApplication(failure: Failure, application: Application, context: Context): Failure {
  const applied = context.positions.places(application.stack.frames)[0];
  const { source = applied } = failure;
  const own =
    source === applied && !application.stack.direct ? madeAt(application, context) : undefined;
  const place = own ?? source;
  return shapeFailure(
    { ...failure, ...(place === undefined ? {} : { source: place }) },
    application,
    context.trace,
  );
}

/** An error without a line of the file's is of the entry expression; other values know none. */
function isPlacedError(thrown: unknown, { code }: Failure): boolean {
  return isInstance(thrown, Error) && code !== 'time-limit';
}

/** Code that V8 ended leaves no stack; what it did last tells where to look. */
function lastSeen(failure: Failure, { trace, positions }: Context): Failure {
  const call = trace.calls.current;
  const definition = call === null ? undefined : positions.definition(call.functionId);
  if (call !== null && definition !== undefined) {
    const name = positions.functionName(call.functionId);
    return { ...failure, source: definition, ...told`In "${name}": ${failure}` };
  }
  const last = trace.applications.at(-1);
  const source = last && positions.places(last.stack.frames)[0];
  if (source === undefined) return failure;
  return { ...failure, source, ...told`After this line: ${failure}` };
}

/** All that went wrong in a run, in the order in which it did. */
export function failuresOf(run: RunResult, context: Context): Failure[] {
  const { stopped } = context.trace;
  const all = run.thrown.filter(
    // A script that was stopped and then gives up does so because it was stopped.
    (thrown) => stopped === undefined || !isInstance(thrown, ProcessExitStopped),
  );
  if (stopped !== undefined && !all.includes(stopped)) all.push(stopped);
  return failuresOfThrown(all, context);
}

function failuresOfThrown(all: readonly unknown[], context: Context): Failure[] {
  const failed = failedApplication(context.trace);
  return all.map((thrown) => {
    const failure = failureOfThrown(thrown, context.positions);
    if (failed !== undefined && failed.error === thrown) {
      return entryFailure(withApplication(failure, failed, context), context.bundle);
    }
    const explained = operationFailure(failure, thrown, context.trace);
    const lost = failure.source === undefined && !isPlacedError(thrown, failure);
    const placed = lost ? lastSeen(explained, context) : explained;
    return entryFailure(placed, context.bundle);
  });
}

function whyNoModel(what: Told, empty: boolean, value: unknown): Told {
  if (empty)
    return told`${what} builds a model without layers. Add layers to it, for example with model.add().`;
  if (typeof value === 'function')
    return told`${what} is a function. Call it with tensors of the shapes that it takes, for example net(tf.zeros([1, 224, 224, 3])).`;
  return told`${what} builds no model. Choose an expression that returns a tf.LayersModel, for example a call of the function that builds it, or one that returns the tensors of a function of tensors.`;
}

/** For a run that built nothing and threw nothing. */
export function noModel({ file, entry }: ModelBundle, empty: boolean, value: unknown): Failure {
  const what = entry === '' ? told`Running this file` : { message: `"${entry}"` };
  const words = whyNoModel(what, empty, value);
  return { code: 'no-model', severity: 'error', ...words, source: { file, line: 1, column: 1 } };
}
