/** Whatever user code threw, as a failure with a place. */
import type { Failure, FailureCode, SourcePlace } from '../../protocol/failure';
import { DesignerStop, RunStopped } from '../errors';
import { framesOfError } from '../trace/stack';
import type { Positions } from './positions';

interface Explanation {
  readonly code: FailureCode;
  readonly message: string;
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

function deniedOperation(error: Error): string | undefined {
  if (codeOf(error) === 'ERR_DLOPEN_DISABLED') return 'Loading a native add-on';
  if (codeOf(error) !== 'ERR_ACCESS_DENIED') return undefined;
  const permission = 'permission' in error ? String(error.permission) : 'this';
  const resource =
    'resource' in error && error.resource !== '' ? ` (${String(error.resource)})` : '';
  return `${permission}${resource}`;
}

function explainError(error: Error): Explanation {
  if (error instanceof DesignerStop) return { code: error.failureCode, message: error.message };
  const denied = deniedOperation(error);
  if (denied !== undefined) {
    return {
      code: 'write-denied',
      message:
        `${denied} is not allowed while a model is being inspected: model code can read files, ` +
        'but cannot write them, start programs or load native add-ons. Move this out of the code that builds the model.',
    };
  }
  if (isStackOverflow(error)) {
    return {
      code: 'model-threw',
      message:
        'The code calls itself without end (the call stack is full). Give the recursion a condition that ends it.',
    };
  }
  return { code: 'model-threw', message: `${textOf(error.name)}: ${textOf(error.message)}` };
}

function explain(thrown: unknown, positions: Positions): Failure {
  const source = placeOfThrown(thrown, positions);
  const { code, message } =
    thrown instanceof Error
      ? explainError(thrown)
      : {
          code: 'model-threw' as const,
          message: `The code threw ${String(thrown)}. Throw an Error instead, which knows its line.`,
        };
  const stack: unknown = thrown instanceof Error ? thrown.stack : undefined;
  return {
    code,
    severity: thrown instanceof RunStopped ? 'information' : 'error',
    message: message.slice(0, longestMessage),
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
      message: 'The code threw a value that cannot be shown. Throw an Error with a message.',
    };
  }
}
