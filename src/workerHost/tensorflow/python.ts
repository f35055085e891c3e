/** Python interpreters, and the TensorFlow that one has. */
import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { told } from '../../model/sentence';
import type { Result } from '../../protocol/failure';
import { libraryIn, missing, type LibrarySource, type TensorflowLibrary } from './library';
import { run } from './run';

const askLimitMs = 20_000;

/** Finding the package does not import it, which would take seconds. */
const script = `
import importlib.util, json
from importlib import metadata
spec = importlib.util.find_spec('tensorflow')
folders = list(spec.submodule_search_locations or []) if spec else []
version = None
for name in ('tensorflow', 'tensorflow-cpu', 'tensorflow-cpu-aws', 'tensorflow-gpu', 'tensorflow-macos', 'tf-nightly'):
    try:
        version = version or metadata.version(name)
    except metadata.PackageNotFoundError:
        pass
print(json.dumps({'folder': folders[0] if folders else None, 'version': version}))
`;

interface Found {
  readonly folder: string | null;
  readonly version: string | null;
}

function parsed(line: string): Found | undefined {
  try {
    const value = JSON.parse(line) as Partial<Found>;
    const text = (given: unknown) => (typeof given === 'string' ? given : null);
    return { folder: text(value.folder), version: text(value.version) };
  } catch {
    return undefined;
  }
}

/**
 * The TensorFlow of an interpreter.
 * @returns `library-missing` when it cannot be run or has none, `library-unfit` when it is too old.
 */
export async function libraryOfPython(
  python: string,
  source: LibrarySource,
): Promise<Result<TensorflowLibrary>> {
  const { code, stdout, stderr } = await run(python, ['-c', script], { timeLimitMs: askLimitMs });
  // A `sitecustomize` may print before.
  const found = code === 0 ? parsed(stdout.trim().split('\n').at(-1) ?? '') : undefined;
  if (found === undefined) {
    const reason = stderr.trim().split('\n').at(-1) ?? '';
    return missing(
      told`The Python interpreter ${python} cannot be asked for TensorFlow: ${reason}`,
    );
  }
  if (found.folder === null)
    return missing(told`The Python interpreter ${python} has no TensorFlow`);
  return libraryIn(found.folder, { source, origin: python }, found.version ?? undefined);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The Python on PATH, as an absolute path. */
export function pythonOnPath(env: NodeJS.ProcessEnv = process.env): string | undefined {
  const names = process.platform === 'win32' ? ['python.exe', 'py.exe'] : ['python3', 'python'];
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const places = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return places.find(isProgram);
}
