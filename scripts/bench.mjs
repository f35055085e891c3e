// @ts-check
/** `npm run bench`: packages the extension, then measures it; see bench/main.ts for the options. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies, repositoryRoot } from './lib/dependencies.mjs';
import { exitWith, SetupError } from './lib/failure.mjs';

/** @returns {Promise<void>} */
function node(/** @type {string[]} */ args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: repositoryRoot, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0
        ? resolve()
        : reject(new SetupError(`"node ${args.join(' ')}" failed; its output is above.`)),
    );
  });
}

/**
 * The scripts and the page's harness find files beside themselves, so they are run from where they are.
 * @type {import('esbuild').Plugin}
 */
const scriptsStayOutside = {
  name: 'scripts stay outside',
  setup(build) {
    build.onResolve(
      { filter: /(scripts\/lib|webview\/harness)\/[^/]+\.mjs$/ },
      ({ path: file, resolveDir }) => ({
        path: pathToFileURL(path.resolve(resolveDir, file)).href,
        external: true,
      }),
    );
  },
};

async function main() {
  await ensureDependencies();
  await node(['scripts/package.mjs']);
  const { build } = await import('esbuild');
  const outfile = path.join(repositoryRoot, 'bench', 'work', 'main.mjs');
  await build({
    absWorkingDir: repositoryRoot,
    entryPoints: ['bench/main.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    plugins: [scriptsStayOutside],
    logLevel: 'warning',
  });
  await node([outfile, ...process.argv.slice(2)]);
}

await main().catch(exitWith);
