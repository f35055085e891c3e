/** `npm run types`: the compiler on every runtime's own configuration, two at a time. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { repositoryRoot } from './lib/dependencies.mjs';
import { outcomeOf } from './lib/runCommand.mjs';

const compiler = join(repositoryRoot, 'node_modules', 'typescript', 'bin', 'tsc');
const atOnce = 2;

/** @returns {Promise<string[]>} `pure`, `worker`, … */
async function projects() {
  const names = (await readdir(repositoryRoot)).map((file) => /^tsconfig\.(.+)\.json$/.exec(file));
  return names.flatMap((match) => match?.[1] ?? []).filter((name) => name !== 'base');
}

/** @param {string} name */
async function check(name) {
  const started = performance.now();
  const { code, output } = await outcomeOf(
    process.execPath,
    [compiler, '-p', `tsconfig.${name}.json`, '--pretty', 'false'],
    { cwd: repositoryRoot },
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`types: ${name} ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)`);
  if (code === 0) return;
  console.log(output.trimEnd());
  process.exitCode = 1;
}

const waiting = await projects();

async function checkTheRest() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await check(name);
}

await Promise.all(Array.from({ length: atOnce }, checkTheRest));
