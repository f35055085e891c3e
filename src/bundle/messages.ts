/** esbuild's messages as failures that a person can act on. */
import path from 'node:path';
import type { Message } from 'esbuild';
import { told, type Told } from '../model/sentence';
import type { Failure, FailureCode, SourcePlace } from '../protocol/failure';
import type { SourceFile } from '../protocol/inspect';
import { originalColumn } from '../protocol/shifts';

function placeOf(
  message: Message,
  folder: string,
  sources: readonly SourceFile[],
): SourcePlace | undefined {
  const { location } = message;
  if (location === null || location.file === '<stdin>') return undefined;
  const file = path.resolve(folder, location.file);
  const shifts = sources.find((source) => source.file === file)?.shifts ?? [];
  const column = originalColumn(shifts, location.line, location.column);
  return {
    file,
    line: location.line,
    column: column + 1,
    endColumn: column + 1 + Math.max(1, location.length),
  };
}

function missingImport(text: string): string | undefined {
  return /^Could not resolve "(.+)"/.exec(text)?.[1];
}

function remedyFor(specifier: string): Told {
  if (specifier.startsWith('.') || path.isAbsolute(specifier)) {
    return told`Check the path of the import "${specifier}": there is no such file.`;
  }
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  return told`The package "${name}" is not installed: run "npm install ${name}" in the workspace, or correct the import.`;
}

function codeOf(message: Message, missing: string | undefined): FailureCode {
  if (missing !== undefined) return 'import-not-found';
  return message.location === null ? 'bundle-failed' : 'syntax-error';
}

/** One failure for one of esbuild's errors; `folder` is the working folder of the build. */
export function failureOf(
  message: Message,
  folder: string,
  sources: readonly SourceFile[],
): Failure {
  const missing = missingImport(message.text);
  const source = placeOf(message, folder, sources);
  return {
    code: codeOf(message, missing),
    severity: 'error',
    ...(missing === undefined ? { message: `${message.text}.` } : remedyFor(missing)),
    ...(source === undefined ? {} : { source }),
    ...(message.notes.length === 0 ? {} : { detail: message.notes.map((n) => n.text).join('\n') }),
  };
}
