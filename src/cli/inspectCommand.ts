/** `resnet-designer inspect FILE`: one inspection, its result on stdout, all else on stderr or in files. */
import path from 'node:path';
import { toReport } from '../model/report';
import { reportText } from '../model/reportText';
import { summarize } from '../model/summary';
import { Inspector, type Inspection } from '../workerHost/inspector';
import { printFailures, shortPath } from './diagnostics';
import { exitCodeOf, exitCodes, type ExitCode } from './exitCode';
import { Exporter, exportInto, exportOf } from './exports';
import { failureOfFault } from './faults';
import type { ExportTarget, InspectArguments } from './inspectArguments';
import { entryOf, readModelFile } from './modelFile';
import type { Surroundings } from './surroundings';
import { styleFor, write } from './terminal';
import { stdoutFile } from './usage';
import { inTerminalWords } from './wording';
import { writtenText } from './written';

type Outcome = Pick<Inspection, 'graph' | 'failures'>;

function resultText(args: InspectArguments, outcome: Outcome, around: Surroundings): string {
  const { graph, failures } = outcome;
  if (args.json) return reportText(toReport(graph, failures));
  return graph === undefined ? '' : summarize(graph, styleFor(around.stdout, around.env));
}

function progressLine({ graph, timings }: Inspection): string {
  const built = graph === undefined ? 'no model' : 'done';
  return `inspect: ${built} in ${Math.round(timings.totalMs)} ms\n`;
}

async function build(
  args: InspectArguments,
  file: string,
  entry: string,
  around: Surroundings,
): Promise<Inspection> {
  const { timeLimitMs, memoryLimitMB } = args;
  const inspector = new Inspector({
    workerOptions: () => ({ script: around.worker, nodePath: '', timeLimitMs, memoryLimitMB }),
    processes: 1,
    log: (text) => void around.stderr.write(`${text}\n`),
  });
  try {
    const trainingBatchSize = args.batchSize;
    const request = {
      file,
      entry,
      unsaved: new Map<string, string>(),
      flops: args.flops,
      ...(trainingBatchSize === undefined ? {} : { trainingBatchSize }),
    };
    return await inspector.inspect(request, around.cancelled);
  } finally {
    inspector.dispose();
  }
}

async function attempt(args: InspectArguments, around: Surroundings): Promise<Outcome> {
  const file = path.resolve(around.folder, args.file);
  const text = await readModelFile(file);
  if (!text.ok) return { failures: [text.failure] };
  const entry = args.entry ?? entryOf(file, text.value);
  const what = entry === '' ? 'running the file' : entry;
  await write(around.stderr, `inspect: ${shortPath(file, around.folder)}, ${what}\n`);
  const inspection = await build(args, file, entry, around);
  await write(around.stderr, progressLine(inspection));
  return { ...inspection, failures: inspection.failures.map(inTerminalWords) };
}

/** The outcome, whatever is thrown on the way: with --json there is always an object to print. */
async function outcomeOf(args: InspectArguments, around: Surroundings): Promise<Outcome> {
  try {
    return await attempt(args, around);
  } catch (error) {
    return { failures: [failureOfFault(error)] };
  }
}

/** The code of the last file that could not be written; the others are written all the same. */
async function exportFiles(
  exporter: Exporter | undefined,
  targets: readonly ExportTarget[],
  around: Surroundings,
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.ok;
  const say = (text: string): Promise<void> => write(around.stderr, `inspect: ${text}\n`);
  for (const target of targets) {
    if (exporter === undefined) {
      await say(`${target.file} not written, there is no model to draw`);
      continue;
    }
    const done = await exportInto(around.folder, target, exporter);
    if ('message' in done) code = done.code;
    await say('message' in done ? done.message : writtenText(target.file, done.note));
  }
  return code;
}

/** What goes to stdout in place of the summary. */
async function printExport(
  exporter: Exporter | undefined,
  { format }: ExportTarget,
  around: Surroundings,
): Promise<ExitCode> {
  if (exporter === undefined) return exitCodes.ok;
  const exported = await exportOf(format, exporter);
  if ('message' in exported) {
    await write(around.stderr, `inspect: ${exported.message}\n`);
    return exported.code;
  }
  await write(around.stdout, exported.content);
  if (exported.note !== undefined) await write(around.stderr, `inspect: ${exported.note}\n`);
  return exitCodes.ok;
}

/** Prints and explains what came of the file, and writes what else was asked for. */
export async function inspectCommand(
  args: InspectArguments,
  around: Surroundings,
): Promise<ExitCode> {
  const outcome = await outcomeOf(args, around);
  const { graph, failures } = outcome;
  const exporter = graph === undefined ? undefined : new Exporter(graph, args.drawing, around.png);
  const inPlace = args.exports.find(({ file }) => file === stdoutFile);
  let printed: ExitCode = exitCodes.ok;
  if (inPlace === undefined) await write(around.stdout, resultText(args, outcome, around));
  else printed = await printExport(exporter, inPlace, around);
  await printFailures(failures, around);
  const files = args.exports.filter(({ file }) => file !== stdoutFile);
  const written = await exportFiles(exporter, files, around);
  return (
    [written, printed, exitCodeOf(failures)].find((code) => code !== exitCodes.ok) ?? exitCodes.ok
  );
}
