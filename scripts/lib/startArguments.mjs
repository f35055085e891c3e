import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { repositoryRoot } from './dependencies.mjs';
import { SetupError } from './failure.mjs';

/**
 * @typedef {object} StartArguments
 * @property {string} file the model file, absolute
 * @property {boolean} open false only serves
 * @property {number | undefined} port undefined when none was asked for
 */

const usage = 'Usage: npm start [FILE] [-- --no-open] [--port N]';

/**
 * @param {string[]} argv
 * @returns {StartArguments}
 */
export function parseStartArguments(argv) {
  const { values, positionals } = parse(argv);
  if (positionals.length > 1) throw new SetupError(`Only one model file can be opened. ${usage}`);
  return {
    file: modelFile(positionals[0]),
    open: !values['no-open'],
    port: values.port === undefined ? undefined : portNumber(values.port),
  };
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { 'no-open': { type: 'boolean', default: false }, port: { type: 'string' } },
    });
  } catch (error) {
    throw new SetupError(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

/**
 * npm runs scripts in the package's folder and says in INIT_CWD where the user stood.
 * @param {string | undefined} given
 */
function modelFile(given) {
  if (given === undefined) return join(repositoryRoot, 'media', 'models', 'resnet50.ts');
  const file = resolve(process.env['INIT_CWD'] ?? process.cwd(), given);
  if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
  throw new SetupError(`There is no model file ${given}. ${usage}`);
}

/** @param {string} text */
function portNumber(text) {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= 65_535) return port;
  throw new SetupError(`--port takes a number from 1 to 65535, not ${text}.`);
}
