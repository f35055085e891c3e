/** Looks for a TensorFlow library where a user may have one. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { told } from '../../model/sentence';
import type { Result } from '../../protocol/failure';
import { libraryIn, missing, type TensorflowLibrary } from './library';
import { libraryOfPython, pythonOnPath } from './python';
import { libraryOfWorkspace } from './workspacePackage';

/** Where to look; what is absent is not looked at. */
export interface LibraryPlaces {
  /** Of a setting: the folder with the libraries, or an interpreter's `site-packages` that has it. */
  readonly folder?: string;
  /** The interpreter that the user selected. */
  readonly interpreter?: string;
  /** Whose PATH has `python3`; absent: this process's. */
  readonly env?: NodeJS.ProcessEnv;
  /** Where `installLibrary` puts them. */
  readonly storage?: string;
  readonly workspace?: string;
}

/** Of what was installed into the extension's storage, what was chosen last: installing again chooses again. */
function libraryInstalled(storage: string): Result<TensorflowLibrary> {
  const names = existsSync(storage) ? readdirSync(storage) : [];
  const chosenMs = (name: string): number => statSync(path.join(storage, name)).mtimeMs;
  const found = names
    .filter((name) => /^tensorflow-\d[\w.]*-(cpu|cuda)$/.test(name))
    .sort((one, other) => chosenMs(one) - chosenMs(other));
  const newest = found.at(-1);
  if (newest === undefined) return missing(told`No TensorFlow library was installed`);
  return libraryIn(path.join(storage, newest, 'tensorflow'), {
    source: 'installed',
    origin: storage,
  });
}

function libraryInFolder(folder: string): Result<TensorflowLibrary> {
  const where = { source: 'folder', origin: folder } as const;
  const inside = path.join(folder, 'tensorflow');
  return libraryIn(existsSync(inside) ? inside : folder, where);
}

/** What was found, or why not, of each place that was given, in the order in which they are taken. */
export async function lookForLibraries({
  folder,
  interpreter,
  env,
  storage,
  workspace,
}: LibraryPlaces): Promise<Result<TensorflowLibrary>[]> {
  const python = pythonOnPath(env);
  const places: Promise<Result<TensorflowLibrary>>[] = [];
  if (folder !== undefined) places.push(Promise.resolve(libraryInFolder(folder)));
  if (interpreter !== undefined) places.push(libraryOfPython(interpreter, 'interpreter'));
  if (python !== undefined && python !== interpreter) places.push(libraryOfPython(python, 'path'));
  if (storage !== undefined) places.push(Promise.resolve(libraryInstalled(storage)));
  if (workspace !== undefined) places.push(Promise.resolve(libraryOfWorkspace(workspace)));
  return await Promise.all(places);
}

/**
 * The first library that was found.
 * @returns otherwise the first reason, since what the user named comes first.
 */
export async function findLibrary(places: LibraryPlaces): Promise<Result<TensorflowLibrary>> {
  const results = await lookForLibraries(places);
  return (
    results.find(({ ok }) => ok) ?? results[0] ?? missing(told`No TensorFlow library was found`)
  );
}
