/** The model file as the command line is given it: its text, and what in it is to be built. */
import { readFile } from 'node:fs/promises';
import { defaultEntry, discoverEntries } from '../bundle/discover';
import { parseSource } from '../bundle/parse';
import { isTopologyFile } from '../bundle/topology';
import { fail, ok, type Failure, type Result } from '../protocol/failure';

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'there is no such file';
  if (code === 'EISDIR') return 'it is a folder';
  return error instanceof Error ? error.message : String(error);
}

export function notRead(file: string, error: unknown): Failure {
  return {
    code: 'file-not-found',
    severity: 'error',
    message: `"${file}" cannot be read: ${reasonOf(error)}. Check the path.`,
  };
}

/** @param file absolute path. */
export async function readModelFile(file: string): Promise<Result<string>> {
  try {
    return ok(await readFile(file, 'utf8'));
  } catch (error) {
    return fail(notRead(file, error));
  }
}

/** The file's `// designer:` comment, else the first builder that needs no arguments and is no part of another. */
export function entryOf(file: string, text: string): string {
  if (isTopologyFile(file)) return '';
  const tree = parseSource(file, text);
  return defaultEntry(text, tree === undefined ? [] : discoverEntries(text, tree));
}
