/** What was thrown, as a failure: a machine without esbuild's program, or a fault of our own. */
import type { Failure } from '../protocol/failure';

/** esbuild says in these words that its program cannot be found, started or talked to. */
const esbuildTrouble =
  /needed by esbuild|esbuild for another platform|service was stopped|service is no longer|does not match binary version|Cannot find (package|module) 'esbuild'/;

function textOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

export function failureOfFault(error: unknown): Failure {
  const detail = textOf(error);
  const [firstLine = ''] = detail.split('\n');
  if (esbuildTrouble.test(detail)) {
    return {
      code: 'worker-start-failed',
      severity: 'error',
      message: `esbuild, which bundles model files, cannot run on this machine (${firstLine}). Install the ResNet Designer package for ${process.platform}-${process.arch}, or run "npm install" again.`,
    };
  }
  return {
    code: 'internal-error',
    severity: 'error',
    message:
      'Reading the model failed because of a fault in ResNet Designer. Please report it with this stack.',
    detail,
  };
}
