/** The program `resnet-designer`. */
import path from 'node:path';
import { version } from '../../package.json';
import { parseArguments, type Arguments } from './arguments';
import { exitCodes, type ExitCode } from './exitCode';
import { help } from './help';
import { inspectCommand } from './inspectCommand';
import { profileCommand } from './profileCommand';
import { samplesCommand } from './samplesCommand';
import type { Surroundings } from './surroundings';
import { ignoreBrokenPipe, write } from './terminal';

async function run(args: Arguments, around: Surroundings): Promise<ExitCode> {
  switch (args.command) {
    case 'inspect':
      return inspectCommand(args, around);
    case 'profile':
      return profileCommand(args, around);
    case 'samples':
      return samplesCommand(args, around);
    case 'help':
      await write(around.stdout, help);
      return exitCodes.ok;
    case 'version':
      await write(around.stdout, `${version}\n`);
      return exitCodes.ok;
    case 'wrong':
      await write(around.stderr, `${args.message} See "resnet-designer --help".\n`);
      return exitCodes.usage;
  }
}

/** The worker is ended with us: an endless loop in it would outlive the terminal. */
function interruption(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve());
  });
}

async function main(): Promise<void> {
  const { stdout, stderr } = process;
  for (const stream of [stdout, stderr]) ignoreBrokenPipe(stream);
  const code = await run(parseArguments(process.argv.slice(2)), {
    folder: process.cwd(),
    env: process.env,
    stdout,
    stderr,
    cancelled: interruption(),
    worker: path.join(__dirname, 'inspect-worker.js'),
    computeWorker: path.join(__dirname, 'compute-worker.js'),
    tool: `ResNet Designer ${version}`,
    samples: path.join(__dirname, '..', 'media', 'models'),
    png: {
      program: path.join(__dirname, 'resvg.wasm'),
      fonts: path.join(__dirname, '..', 'media', 'fonts'),
    },
  });
  // Everything has been written; a worker that is still ending must not keep the shell waiting.
  process.exit(code);
}

void main();
