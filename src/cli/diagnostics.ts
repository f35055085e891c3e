/** Failures as lines that editors and people know from compilers. */
import path from 'node:path';
import type { Failure, SourcePlace } from '../protocol/failure';
import type { Style } from '../model/style';

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
