/** What cannot be looked at any more, because the code changed what it must not, as a failure. */
import type { Failure } from '../../protocol/failure';
import type { ModelBundle } from '../../protocol/inspect';

/** The user's code may have thrown, or be, anything. */
function stackOf(error: unknown): string | undefined {
  try {
    return error instanceof Error && typeof error.stack === 'string' ? error.stack : undefined;
  } catch {
    return undefined;
  }
}

function failure(
  code: Failure['code'],
  message: string,
  { file }: ModelBundle,
  error: unknown,
): Failure {
  const detail = stackOf(error)?.slice(0, 20_000);
  return {
    code,
    severity: 'error',
    message,
    source: { file, line: 1, column: 1 },
    ...(detail === undefined ? {} : { detail }),
  };
}

/** Layers or tensors are there, and are no longer what tfjs made. */
export function unreadableModel(bundle: ModelBundle, error: unknown): Failure {
  return failure(
    'no-model',
    'The model was built and then could not be read. Do not change the inside of layers, tensors or TensorFlow.js; ' +
      'if this file does not, please report it with what the log says.',
    bundle,
    error,
  );
}

/** The process lacks what it needs itself. */
export function brokenProcess(bundle: ModelBundle, changed: string, error: unknown): Failure {
  return failure(
    'model-threw',
    `The code broke the process that builds the model: ${changed}. Leave built-in objects as they are.`,
    bundle,
    error,
  );
}
