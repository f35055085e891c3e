/** The workspace's own tfjs-node, whose binding brings the library that its install step fetched. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { told } from '../../model/sentence';
import { ok, type Result } from '../../protocol/failure';
import { missing, type TensorflowLibrary } from './library';

const packages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'];

/** The bindings of a package, the newest interface of Node.js first: `lib/napi-v8/tfjs_binding.node`. */
function bindingsOf(packageFolder: string): string[] {
  const lib = path.join(packageFolder, 'lib');
  if (!existsSync(lib)) return [];
  const versions = readdirSync(lib).flatMap((name) => /^napi-v(\d+)$/.exec(name)?.[1] ?? []);
  return versions
    .sort((a, b) => Number(b) - Number(a))
    .map((version) => path.join(lib, `napi-v${version}`, 'tfjs_binding.node'))
    .filter((file) => existsSync(file));
}

/** @returns `library-missing` when the workspace has none that its install step completed. */
export function libraryOfWorkspace(workspace: string): Result<TensorflowLibrary> {
  for (const name of packages) {
    const folder = path.join(workspace, 'node_modules', name);
    const [bindingPath] = bindingsOf(folder);
    if (bindingPath === undefined) continue;
    return ok({ source: 'workspace', origin: folder, bindingPath, cuda: name.endsWith('-gpu') });
  }
  return missing(told`${workspace} has no tfjs-node whose install step has run`);
}
