/** How a process has to be started so that the system's loader finds a TensorFlow library. */
import path from 'node:path';
import type { TensorflowLibrary } from './library';

const variables: Partial<Record<NodeJS.Platform, string>> = {
  linux: 'LD_LIBRARY_PATH',
  darwin: 'DYLD_LIBRARY_PATH',
};

/** The environment with the library's folder before all others. */
export function libraryEnvironment(
  { folder }: Pick<TensorflowLibrary, 'folder'>,
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const variable = variables[process.platform];
  if (folder === undefined || variable === undefined) return env;
  const before = env[variable];
  const folders = before === undefined || before === '' ? [folder] : [folder, before];
  return { ...env, [variable]: folders.join(path.delimiter) };
}
