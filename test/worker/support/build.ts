/** The worker's bundle, built once before all tests of workers, which run side by side. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(fileURLToPath(import.meta.url), '../../../..');
export const workerScript = path.join(root, 'dist/inspect-worker.js');

const builtFrom = [
  'src/worker',
  'src/workerHost/guardian.ts',
  'src/model',
  'src/protocol',
  'scripts/build.mjs',
];

function newestChange(relative: string): number {
  const full = path.join(root, relative);
  if (statSync(full).isFile()) return statSync(full).mtimeMs;
  const files = readdirSync(full, { recursive: true, encoding: 'utf8' });
  return Math.max(...files.map((file) => statSync(path.join(full, file)).mtimeMs));
}

/** Builds the worker's bundle when it is older than what it is made from. */
export function setup(): void {
  const built = existsSync(workerScript) ? statSync(workerScript).mtimeMs : 0;
  if (builtFrom.every((source) => newestChange(source) < built)) return;
  const result = spawnSync(process.execPath, ['scripts/build.mjs', 'worker'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`the worker does not build:\n${result.stderr}`);
}
