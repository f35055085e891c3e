/** A TensorFlow library as it lies on the disk, and what is known of it without loading it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { told, type Told } from '../../model/sentence';
import { fail, ok, type Result } from '../../protocol/failure';
import { libraryNames } from './builds';

/** Where a library was looked for, in the order in which they are taken. */
export const librarySources = ['folder', 'interpreter', 'path', 'installed', 'workspace'] as const;

export type LibrarySource = (typeof librarySources)[number];

export interface TensorflowLibrary {
  readonly source: LibrarySource;
  /** What was asked for it: an interpreter, a folder, a package. */
  readonly origin: string;
  /** The folder of the libraries; absent where a binding of its own knows where they are. */
  readonly folder?: string;
  /** A binding that has to be used with it, and not the extension's. */
  readonly bindingPath?: string;
  /** `2.21.0`, where it is told. */
  readonly version?: string;
  /** Whether it was built for CUDA; whether there is a card is for the backend to see. */
  readonly cuda: boolean;
}

/** The oldest whose C API has what the binding uses in libraries of its own. */
const oldest = [2, 15] as const;

function isTooOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** pip writes the version into the name of a folder beside the package's. */
function versionBeside(folder: string): string | undefined {
  try {
    const names = readdirSync(path.dirname(folder));
    const found = names.map(
      (name) => /^tensorflow(?:_\w+)?-(\d[\w.]*)\.dist-info$/.exec(name)?.[1],
    );
    return found.find((version) => version !== undefined);
  } catch {
    return undefined;
  }
}

/** What an install of ours notes of itself, beside the libraries. */
export const noteFile = 'tensorflow.json';

function notedVersion(folder: string): string | undefined {
  return /"version":\s*"([\w.]+)"/.exec(textOf(path.join(folder, noteFile)))?.[1];
}

function isCudaBuild(folder: string): boolean {
  if (/"cuda":\s*true/.test(textOf(path.join(folder, noteFile)))) return true;
  const info = textOf(path.join(folder, 'python', 'platform', 'build_info.py'));
  return /is_cuda_build['"]?\s*[,:]\s*True/.test(info);
}

/**
 * The library in a folder.
 * @param where who said that it is there.
 * @param given its version, where it is known.
 * @returns `library-missing` when it is not whole, `library-unfit` when it is too old or the platform has none.
 */
export function libraryIn(
  folder: string,
  where: Pick<TensorflowLibrary, 'source' | 'origin'>,
  given?: string,
): Result<TensorflowLibrary> {
  const names = libraryNames();
  if (names.length === 0) {
    return unfit(
      told`TensorFlow for ${process.platform} has no library that ResNet Designer can use`,
    );
  }
  const absent = names.filter((name) => !existsSync(path.join(folder, name)));
  if (absent.length > 0) return missing(told`${folder} has no ${absent.join(', ')}`);
  const version = given ?? notedVersion(folder) ?? versionBeside(folder);
  if (version !== undefined && isTooOld(version)) {
    return unfit(told`TensorFlow ${version} in ${folder} is older than ${oldest.join('.')}`);
  }
  const known = version === undefined ? {} : { version };
  return ok({ ...where, folder, ...known, cuda: isCudaBuild(folder) });
}

export function missing(what: Told): Result<TensorflowLibrary> {
  const words = told`${what}. Select a Python interpreter that has TensorFlow 2.15 or later, or run "ResNet Designer: Install TensorFlow Library…".`;
  return fail({ code: 'library-missing', severity: 'error', ...words });
}

function unfit(what: Told): Result<TensorflowLibrary> {
  const words = told`${what}. Install TensorFlow 2.15 or later, or choose another backend.`;
  return fail({ code: 'library-unfit', severity: 'error', ...words });
}
