/** Failures as lines that editors and people know from compilers. */
import path from 'node:path';
import type { Failure, SourcePlace } from '../protocol/failure';
import type { Style } from '../model/style';
import type { Surroundings } from './surroundings';
import { styleFor, write } from './terminal';

/** Relative inside the working folder, since that is shorter and still a link in a terminal. */
export function shortPath(file: string, folder: string): string {
  const relative = path.relative(folder, file);
  const outside = relative === '' || relative.startsWith('..') || path.isAbsolute(relative);
  return outside ? file : relative;
}

function placeText(place: SourcePlace | undefined, folder: string): string {
  if (place === undefined) return '';
  return `${shortPath(place.file, folder)}:${place.line}:${place.column} `;
}

/** `resnet50.ts:37:9 error shape-mismatch …`. */
export function diagnosticLine(failure: Failure, folder: string, style: Style): string {
  const { code, severity, message, source } = failure;
  const mark = severity === 'error' ? style.error(severity) : style.strong(severity);
  return `${placeText(source, folder)}${mark} ${style.quiet(code)} ${message}`;
}

/** A line for each on stderr; a fault of our own with its stack, for the report. */
export async function printFailures(
  failures: readonly Failure[],
  { folder, env, stderr }: Pick<Surroundings, 'folder' | 'env' | 'stderr'>,
): Promise<void> {
  const style = styleFor(stderr, env);
  for (const failure of failures) {
    await write(stderr, `${diagnosticLine(failure, folder, style)}\n`);
    if (failure.code === 'internal-error') await write(stderr, `${failure.detail ?? ''}\n`);
  }
}
