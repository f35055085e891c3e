/** `resnet-designer profile FILE`: one profile, its result on stdout, all else on stderr or in files. */
import path from 'node:path';
import { adviseOn } from '../model/profile/advice/advice';
import { batchText } from '../model/profile/exports/batchText';
import { comparisonText } from '../model/profile/exports/comparisonText';
import { summarizeProfile } from '../model/profile/exports/profileSummary';
import type { Failure } from '../protocol/failure';
import type { Profile } from '../protocol/profile';
import { printFailures } from './diagnostics';
import { exitCodeOf, exitCodes, type ExitCode } from './exitCode';
import { failureOfFault } from './faults';
import type { ProfileArguments } from './profileArguments';
import { profileJson, profileText, readProfile, type AdvisedProfile } from './profileFiles';
import { takeProfile } from './profileRun';
import type { Surroundings } from './surroundings';
import { styleFor, write } from './terminal';
import { stdoutFile } from './usage';
import { inTerminalWords } from './wording';
import { writeInto } from './written';

interface Outcome {
  readonly taken?: AdvisedProfile;
  /** The one to compare with. */
  readonly earlier?: Profile;
  readonly failures: readonly Failure[];
}

/** The earlier profile is read first: a wrong path is not told after minutes. */
async function attempt(args: ProfileArguments, around: Surroundings): Promise<Outcome> {
  const file = args.compare === undefined ? undefined : path.resolve(around.folder, args.compare);
  const earlier = file === undefined ? undefined : await readProfile(file);
  if (earlier?.ok === false) return { failures: [earlier.failure] };
  const { profile, graph, failures } = await takeProfile(args, around);
  return {
    ...(profile === undefined ? {} : { taken: { profile, advice: adviseOn(profile, graph) } }),
    ...(earlier === undefined ? {} : { earlier: earlier.value }),
    failures: failures.map(inTerminalWords),
  };
}

async function outcomeOf(args: ProfileArguments, around: Surroundings): Promise<Outcome> {
  try {
    return await attempt(args, around);
  } catch (error) {
    return { failures: [failureOfFault(error)] };
  }
}

/** Warnings are on stderr, with their places. */
function summaryText({ profile, advice }: AdvisedProfile, around: Surroundings): string {
  const style = styleFor(around.stdout, around.env);
  const summary = summarizeProfile({ ...profile, warnings: [] }, advice, style);
  const { batches } = profile;
  return batches === undefined ? summary : `${summary}\n${batchText(batches, style)}`;
}

/** The result goes to stdout; the comparison does too, unless that has to be one whole document. */
async function printResult(
  { json, exports }: ProfileArguments,
  { taken, earlier }: Outcome,
  around: Surroundings,
): Promise<void> {
  if (taken === undefined) return;
  const { stdout, stderr, env } = around;
  const inPlace = exports.find(({ file }) => file === stdoutFile);
  const document = json
    ? profileJson(taken.profile)
    : inPlace && profileText(inPlace.format, taken);
  await write(stdout, document ?? summaryText(taken, around));
  if (earlier === undefined) return;
  const stream = document === undefined ? stdout : stderr;
  const text = comparisonText(earlier, taken.profile, styleFor(stream, env));
  await write(stream, document === undefined ? `\n${text}` : text);
}

/** The code of the last file that could not be written; the others are written all the same. */
async function writeFiles(
  { exports }: ProfileArguments,
  taken: AdvisedProfile | undefined,
  around: Surroundings,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  for (const { format, file } of exports.filter((target) => target.file !== stdoutFile)) {
    const failed = taken && (await writeInto(around.folder, file, profileText(format, taken)));
    const said =
      taken === undefined
        ? `${file} not written, there is no profile`
        : (failed?.message ?? `${file} written`);
    await write(around.stderr, `profile: ${said}\n`);
    code = failed?.code ?? code;
  }
  return code;
}

/** Profiles the file, prints what came of it, and writes what else was asked for. */
export async function profileCommand(
  args: ProfileArguments,
  around: Surroundings,
): Promise<ExitCode> {
  const outcome = await outcomeOf(args, around);
  await printResult(args, outcome, around);
  await printFailures(outcome.failures, around);
  const written = await writeFiles(args, outcome.taken, around);
  return written === exitCodes.ok ? exitCodeOf(outcome.failures) : written;
}
