// @ts-check
/**
 * `npm test`: everything that must hold, on a machine with Node and npm alone. Installs what it needs
 * (idempotently), checks the code, packages the extension, and runs every test on the package.
 * Arguments go to vitest: `npm test -- --project unit`.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { ensureChromium } from './lib/chromium.mjs';
import { ensureCodeServer } from './lib/codeServer.mjs';
import { ensureDependencies, repositoryRoot } from './lib/dependencies.mjs';
import { exitWith, SetupError } from './lib/failure.mjs';
import { ensureTensorflow } from './lib/tensorflow.mjs';
import { codeServers } from './lib/versions.mjs';

const bin = (/** @type {string} */ name) => path.join(repositoryRoot, 'node_modules', '.bin', name);

/**
 * @typedef {{ name: string, command: string, args: string[] }} Step
 * @type {Step[]}
 */
const checks = [
  { name: 'types', command: process.execPath, args: ['scripts/types.mjs'] },
  {
    name: 'lint',
    command: bin('eslint'),
    args: ['.', '--cache', '--cache-location', 'node_modules/.cache/eslint/'],
  },
  {
    name: 'import arrows',
    command: bin('depcruise'),
    args: ['src', 'webview', '--config', '.dependency-cruiser.cjs'],
  },
  { name: 'format', command: bin('prettier'), args: ['--check', '.', '--log-level', 'warn'] },
  { name: 'unused code', command: bin('knip'), args: [] },
  { name: 'package', command: process.execPath, args: ['scripts/package.mjs'] },
  { name: 'notices', command: process.execPath, args: ['scripts/notices.mjs', '--check'] },
  { name: 'schema', command: process.execPath, args: ['scripts/schema.mjs', '--check'] },
];

/** @returns {Promise<number>} the exit code */
function run(/** @type {Step} */ { command, args }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: repositoryRoot, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

async function runChecks() {
  for (const [index, step] of checks.entries()) {
    const started = performance.now();
    const code = await run(step);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `[${index + 1}/${checks.length}] ${step.name}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)`,
    );
    if (code !== 0) throw new SetupError(`The check "${step.name}" failed; its output is above.`);
  }
}

/** What the tests need besides the packages. Chromium also draws for the webgpu backend. */
async function install() {
  await ensureTensorflow();
  await ensureChromium();
  for (const release of Object.values(codeServers)) await ensureCodeServer(release);
}

/** Prints the totals as the last line, from what vitest wrote. */
async function printTotals(/** @type {string} */ report) {
  const totals = JSON.parse(await readFile(report, 'utf8'));
  const skipped = totals.numPendingTests + totals.numTodoTests;
  const parts = [`${totals.numPassedTests} passed`, `${totals.numFailedTests} failed`];
  if (skipped > 0) parts.push(`${skipped} skipped`);
  console.log(parts.join(', '));
}

async function main() {
  const vitestArguments = process.argv.slice(2);
  await ensureDependencies();
  if (vitestArguments.length === 0) await runChecks();
  await install();
  const report = path.join(repositoryRoot, 'test', 'artifacts', 'report.json');
  await mkdir(path.dirname(report), { recursive: true });
  await rm(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const code = await run({
    name: 'tests',
    command: bin('vitest'),
    args: ['run', ...reporters, ...vitestArguments],
  });
  await printTotals(report);
  process.exitCode = code;
}

await main().catch(exitWith);
