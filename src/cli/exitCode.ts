/** How the process ends, so that scripts can tell whose fault it was. */
import type { Failure, FailureCode } from '../protocol/failure';

/** 130 is what shells say of a program that Ctrl+C ended. */
export const exitCodes = { ok: 0, model: 1, usage: 2, machine: 3, cancelled: 130 } as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** Failures that no change of the model file would put right. */
const others: Partial<Record<FailureCode, ExitCode>> = {
  'file-not-found': exitCodes.usage,
  'profile-invalid': exitCodes.usage,
  'backend-unavailable': exitCodes.machine,
  'library-missing': exitCodes.machine,
  'library-unfit': exitCodes.machine,
  'adapter-missing': exitCodes.machine,
  'device-lost': exitCodes.machine,
  'device-failed': exitCodes.machine,
  'kernel-missing': exitCodes.machine,
  'worker-start-failed': exitCodes.machine,
  'worker-protocol': exitCodes.machine,
  'internal-error': exitCodes.machine,
  cancelled: exitCodes.cancelled,
};

/** The first error decides; warnings and information do not. */
export function exitCodeOf(failures: readonly Failure[]): ExitCode {
  const error = failures.find(({ severity }) => severity === 'error');
  return error === undefined ? exitCodes.ok : (others[error.code] ?? exitCodes.model);
}
