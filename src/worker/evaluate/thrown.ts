/** Whatever user code threw, as a failure with a place. */
import type { Failure, FailureCode, SourcePlace } from '../../protocol/failure';
import { DesignerStop, RunStopped } from '../errors';
import { framesOfError } from '../trace/stack';
import type { Positions } from './positions';

interface Explanation {
  readonly code: FailureCode;
  readonly message: string;
}

/** Where an error came from, `Error` or not. */
export function placeOfThrown(thrown: unknown, positions: Positions): SourcePlace | undefined {
  return thrown instanceof Error ? positions.places(framesOfError(thrown))[0] : undefined;
}

function isStackOverflow(error: Error): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}

function deniedOperation(error: Error): string | undefined {
  if (!('code' in error) || error.code !== 'ERR_ACCESS_DENIED') return undefined;
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
  return { code: 'model-threw', message: `${error.name}: ${error.message}` };
}

function describe(thrown: unknown): Explanation {
  if (thrown instanceof Error) return explainError(thrown);
  let text: string;
  try {
    text = String(thrown);
  } catch {
    text = 'a value that cannot be shown';
  }
  return { code: 'model-threw', message: `The code threw ${text}.` };
}

/** The failure that a thrown value means; stops on purpose are information, not errors. */
export function failureOfThrown(thrown: unknown, positions: Positions): Failure {
  const source = placeOfThrown(thrown, positions);
  return {
    ...describe(thrown),
    severity: thrown instanceof RunStopped ? 'information' : 'error',
    ...(source === undefined ? {} : { source }),
    ...(thrown instanceof Error && thrown.stack !== undefined ? { detail: thrown.stack } : {}),
  };
}
