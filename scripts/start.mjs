/**
 * `npm start [FILE]`: from a fresh clone to the designer open on a model file. It installs and builds
 * what is missing, prints the model's summary, and opens VS Code: the desktop one, or one in a browser.
 */
import { relative } from 'node:path';
import { openBrowser, serveForBrowser } from './lib/browserEditor.mjs';
import { ensureDependencies, repositoryRoot } from './lib/dependencies.mjs';
import { openInDesktop } from './lib/desktopEditor.mjs';
import { exitWith, SetupError } from './lib/failure.mjs';
import { findOnPath } from './lib/findOnPath.mjs';
import { ensurePackagedExtension, packagedExtension } from './lib/packagedExtension.mjs';
import { outcomeOf } from './lib/runCommand.mjs';
import { parseStartArguments } from './lib/startArguments.mjs';

try {
  await start(parseStartArguments(process.argv.slice(2)));
} catch (error) {
  exitWith(error);
}

/** @param {import('./lib/startArguments.mjs').StartArguments} options */
async function start({ file, open, port }) {
  await ensureDependencies();
  await ensurePackagedExtension();
  await printSummary(file);
  const code = open && port === undefined ? findOnPath('code') : undefined;
  if (code === undefined) return serve(file, port, open);
  await openInDesktop(code, packagedExtension, file);
  console.log('ResNet Designer: opened in VS Code');
}

/**
 * A fault in the model stops nothing: the designer is there to show it.
 * @param {string} file
 */
async function printSummary(file) {
  const cli = [relative(process.cwd(), `${repositoryRoot}/dist/cli.js`), 'inspect', file];
  const { code } = await outcomeOf(process.execPath, cli, { show: true });
  if (code !== 0 && code !== 1) throw new SetupError(`The summary of ${file} could not be made.`);
}

/**
 * Serves until it is stopped by Ctrl-C.
 * @param {string} file
 * @param {number | undefined} port
 * @param {boolean} open
 */
async function serve(file, port, open) {
  const { server, address } = await serveForBrowser(packagedExtension, file, port);
  let stopping = false;
  const stop = () => {
    stopping = true;
    void server.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, stop);
  console.log(`ResNet Designer: ${address}`);
  if (open) openBrowser(address);
  await server.ended;
  if (!stopping) throw new SetupError(`code-server ended by itself.\n${server.output()}`);
}
