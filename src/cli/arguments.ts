/** The command line's words as typed options, or the sentence that says what is wrong with them. */
import { parseArgs } from 'node:util';
import {
  inspectArguments,
  samplesArguments,
  type InspectArguments,
  type SamplesArguments,
} from './inspectArguments';
import { profileArguments, type ProfileArguments } from './profileArguments';
import { options, UsageError } from './usage';

export type Arguments =
  | InspectArguments
  | ProfileArguments
  | SamplesArguments
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'wrong'; readonly message: string };

function parsed(words: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true });
  if (values.help === true) return { command: 'help' };
  if (values.version === true) return { command: 'version' };
  const [command, ...rest] = positionals;
  if (command === 'inspect') return inspectArguments(rest, values);
  if (command === 'profile') return profileArguments(rest, values);
  if (command === 'samples') return samplesArguments(rest, values);
  if (command === undefined) throw new UsageError('A command is missing.');
  throw new UsageError(`There is no command "${command}".`);
}

function isParseError(error: unknown): error is Error {
  return error instanceof TypeError && 'code' in error && String(error.code).includes('PARSE_ARGS');
}

/** Only the first sentence of Node's own messages is about what the user wrote. */
function firstSentence(message: string): string {
  return `${message.split(/\.\s|\n/)[0]?.replace(/\.$/, '') ?? message}.`;
}

export function parseArguments(words: readonly string[]): Arguments {
  try {
    return parsed(words);
  } catch (error) {
    if (error instanceof UsageError) return { command: 'wrong', message: error.message };
    if (isParseError(error)) return { command: 'wrong', message: firstSentence(error.message) };
    throw error;
  }
}
