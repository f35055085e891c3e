/** Whatever user code threw, as a failure with a place. */
import { told, type Told } from '../../model/sentence';
import type { Failure, FailureCode, SourcePlace } from '../../protocol/failure';
import { DesignerStop, ImpossibleShape, RunStopped } from '../errors';
import { framesOfError } from '../trace/stack';
import type { Positions } from './positions';

interface Explanation extends Told {
  readonly code: FailureCode;
}

const longestMessage = 4_000;
const longestDetail = 20_000;

/** Where an error came from, `Error` or not. */
function placeOfThrown(thrown: unknown, positions: Positions): SourcePlace | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const frames = framesOfError(thrown);
  const own = thrown instanceof DesignerStop ? positions.placeOfStop(frames) : undefined;
  return own ?? positions.places(frames)[0];
}

/** The user's code may have put anything in the place of a string. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : String(value);
}

function isStackOverflow(error: Error): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}

function codeOf(error: Error): unknown {
  return 'code' in error ? error.code : undefined;
}

function deniedOperation(error: Error): Told | undefined {
  if (codeOf(error) === 'ERR_DLOPEN_DISABLED') return told`Loading a native add-on`;
  if (codeOf(error) !== 'ERR_ACCESS_DENIED') return undefined;
  const permission = 'permission' in error ? String(error.permission) : 'this';
  const resource =
    'resource' in error && error.resource !== '' ? ` (${String(error.resource)})` : '';
  return { message: `${permission}${resource}` };
}

function explainError(error: Error): Explanation {
  if (error instanceof DesignerStop) return { code: error.failureCode, ...error.told };
  const denied = deniedOperation(error);
  if (denied !== undefined) {
    return {
      code: 'write-denied',
      ...told`${denied} is not allowed while a model is being inspected: model code can read files, but cannot write them, start programs or load native add-ons. Move this out of the code that builds the model.`,
    };
  }
  if (error instanceof ImpossibleShape)
    return { code: 'model-threw', ...told`Error: ${error.told}` };
  if (isStackOverflow(error)) {
    return {
      code: 'model-threw',
      ...told`The code calls itself without end (the call stack is full). Give the recursion a condition that ends it.`,
    };
  }
  const message = `${textOf(error.name)}: ${textOf(error.message)}`;
  return { code: 'model-threw', message: message.slice(0, longestMessage) };
}

function explain(thrown: unknown, positions: Positions): Failure {
  const source = placeOfThrown(thrown, positions);
  const explanation: Explanation =
    thrown instanceof Error
      ? explainError(thrown)
      : {
          code: 'model-threw',
          ...told`The code threw ${String(thrown).slice(0, longestMessage)}. Throw an Error instead, which knows its line.`,
        };
  const stack: unknown = thrown instanceof Error ? thrown.stack : undefined;
  return {
    ...explanation,
    severity: thrown instanceof RunStopped ? 'information' : 'error',
    ...(source === undefined ? {} : { source }),
    ...(typeof stack === 'string' ? { detail: stack.slice(0, longestDetail) } : {}),
  };
}

/** The failure that a thrown value means; stops on purpose are information, not errors. */
export function failureOfThrown(thrown: unknown, positions: Positions): Failure {
  try {
    return explain(thrown, positions);
  } catch {
    // Getters and proxies of the user's run when a thrown value is looked at.
    return {
      code: 'model-threw',
      severity: 'error',
      ...told`The code threw a value that cannot be shown. Throw an Error with a message.`,
    };
  }
}
