/** What cannot be looked at any more, because the code changed what it must not, as a failure. */
import { told, type Told } from '../../model/sentence';
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
  words: Told,
  { file }: ModelBundle,
  error: unknown,
): Failure {
  const detail = stackOf(error)?.slice(0, 20_000);
  return {
    code,
    severity: 'error',
    ...words,
    source: { file, line: 1, column: 1 },
    ...(detail === undefined ? {} : { detail }),
  };
}

/** Layers or tensors are there, and are no longer what tfjs made. */
export function unreadableModel(bundle: ModelBundle, error: unknown): Failure {
  return failure(
    'no-model',
    told`The model was built and then could not be read. Do not change the inside of layers, tensors or TensorFlow.js; if this file does not, please report it with what the log says.`,
    bundle,
    error,
  );
}

/** The process lacks what it needs itself. */
export function brokenProcess(bundle: ModelBundle, changed: string, error: unknown): Failure {
  return failure(
    'model-threw',
    told`The code broke the process that builds the model: the built-in "${changed}" was changed. Leave built-in objects as they are.`,
    bundle,
    error,
  );
}
