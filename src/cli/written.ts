/** Files that the command line writes. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { exitCodes, type ExitCode } from './exitCode';

/** Why a file could not be written, and whose fault that is. */
export interface NotWritten {
  readonly message: string;
  readonly code: ExitCode;
}

const wrongPath: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  ENOTDIR: 'there is no such folder',
  EISDIR: 'it is a folder',
};

export function notWritten(file: string, error: unknown): NotWritten {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const usage = wrongPath[code];
  const reason = usage ?? (error instanceof Error ? error.message : String(error));
  return {
    message: `"${file}" cannot be written: ${reason}.`,
    code: usage === undefined ? exitCodes.machine : exitCodes.usage,
  };
}

/**
 * @param file relative to the folder, or absolute
 * @returns nothing when the file is there
 */
export async function writeInto(
  folder: string,
  file: string,
  content: string | Uint8Array,
): Promise<NotWritten | undefined> {
  const target = path.resolve(folder, file);
  try {
    await writeFile(target, content);
    return undefined;
  } catch (error) {
    return notWritten(target, error);
  }
}

/** `resnet50.png written`, with what is not as was asked for. */
export function writtenText(file: string, note: string | undefined): string {
  return note === undefined ? `${file} written` : `${file} written. ${note}`;
}
