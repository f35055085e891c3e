/** Installs a TensorFlow library into a folder of the extension's own. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { told, type Told } from '../../model/sentence';
import { fail, type Failure, type Result } from '../../protocol/failure';
import { keptFiles, libraryBuild, type LibraryBuild, type LibraryKind } from './builds';
import { fetchBuild, type FetchProgress } from './fetchBuild';
import { libraryIn, noteFile, type TensorflowLibrary } from './library';
import { pythonOnPath } from './python';

/** What an installation takes, to be said before it starts. */
export interface InstallSize {
  readonly version: string;
  readonly downloadBytes: number;
  /** On the disk when it is done; while it runs the download is there too. */
  readonly keptBytes: number;
}

export interface InstallOptions {
  /** Absent: for the processor. */
  readonly kind?: LibraryKind;
  /** Where the folders of libraries are made. */
  readonly storage: string;
  /** An interpreter with pip; absent: the one on PATH. */
  readonly python?: string;
  readonly onProgress?: (progress: FetchProgress) => void;
  readonly signal?: AbortSignal;
}

const partialPrefix = 'partial-';
/** An installation that was killed this long ago is not going on. */
const abandonedMs = 24 * 3_600_000;

function failure(code: Failure['code'], words: Told): Result<never> {
  return fail({ code, severity: 'error', ...words });
}

/** What an installation takes on this platform; undefined where there is none. */
export function installSize(kind: LibraryKind = 'cpu'): InstallSize | undefined {
  const build = libraryBuild(kind);
  if (build === undefined) return undefined;
  const { version, downloadBytes, keptBytes } = build;
  return { version, downloadBytes, keptBytes };
}

async function removeAbandoned(storage: string): Promise<void> {
  const names = (await readdir(storage)).filter((name) => name.startsWith(partialPrefix));
  for (const name of names) {
    const folder = path.join(storage, name);
    const { mtimeMs } = await stat(folder);
    if (Date.now() - mtimeMs > abandonedMs) await rm(folder, { recursive: true, force: true });
  }
}

async function moveIntoPlace(partial: string, folder: string): Promise<void> {
  try {
    await rename(partial, folder);
  } catch (error) {
    // Another window was faster; what it installed is the same.
    if (!existsSync(folder)) throw error;
  }
}

async function installBuild(
  build: LibraryBuild,
  python: string,
  folder: string,
  { storage, onProgress, signal }: InstallOptions,
): Promise<Result<void>> {
  await mkdir(storage, { recursive: true });
  await removeAbandoned(storage);
  const partial = await mkdtemp(path.join(storage, partialPrefix));
  try {
    const fetched = await fetchBuild({
      python,
      build,
      folder: partial,
      kept: keptFiles,
      ...(onProgress && { onProgress }),
      ...(signal && { signal }),
    });
    if (!fetched.ok) return fetched;
    const note = JSON.stringify({ version: build.version, cuda: build.kind === 'cuda' });
    await writeFile(path.join(partial, 'tensorflow', noteFile), note);
    await moveIntoPlace(partial, folder);
    return fetched;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

/**
 * Installs the library, or gives the one that is there already. A folder with its name is whole: it is made beside its
 * place and renamed at the end.
 * @returns `backend-unavailable` where there is none for the platform, `install-failed`, or `cancelled`.
 */
export async function installLibrary(options: InstallOptions): Promise<Result<TensorflowLibrary>> {
  const kind = options.kind ?? 'cpu';
  const build = libraryBuild(kind);
  if (build === undefined) {
    const platform = `${process.platform}-${process.arch}`;
    return failure(
      'backend-unavailable',
      kind === 'cuda'
        ? told`There is no TensorFlow library with CUDA for ${platform} that can be installed. Choose another backend.`
        : told`There is no TensorFlow library for ${platform} that can be installed. Choose another backend.`,
    );
  }
  const folder = path.join(options.storage, `tensorflow-${build.version}-${kind}`);
  if (!existsSync(folder)) {
    const python = options.python ?? pythonOnPath();
    if (python === undefined) {
      return failure(
        'install-failed',
        told`Installing TensorFlow needs Python with pip, and there is none on PATH. Install it, or select an interpreter.`,
      );
    }
    const installed = await failedByDisk(() => installBuild(build, python, folder, options));
    if (!installed.ok) return installed;
  }
  const now = new Date();
  // What was asked for last is what is used. Where that cannot be written down, the newest is.
  await utimes(folder, now, now).catch(() => undefined);
  return libraryIn(path.join(folder, 'tensorflow'), {
    source: 'installed',
    origin: options.storage,
  });
}

/** A disk that is full or may not be written is no fault of ours. */
async function failedByDisk(work: () => Promise<Result<void>>): Promise<Result<void>> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    return failure(
      'install-failed',
      told`TensorFlow could not be installed: ${error.message}. Check the space on the disk and who may write to it.`,
    );
  }
}
