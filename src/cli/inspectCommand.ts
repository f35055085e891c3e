/** `resnet-designer inspect FILE`: one inspection, its result on stdout, all else on stderr or in files. */
import path from 'node:path';
import { toReport } from '../model/report';
import { reportText } from '../model/reportText';
import { summarize } from '../model/summary';
import { Inspector, type Inspection } from '../workerHost/inspector';
import { printFailures, shortPath } from './diagnostics';
import { exitCodeOf, exitCodes, type ExitCode } from './exitCode';
import { Exporter, exportInto } from './exports';
import { failureOfFault } from './faults';
import type { ExportTarget, InspectArguments } from './inspectArguments';
import { entryOf, readModelFile } from './modelFile';
import type { Surroundings } from './surroundings';
import { styleFor, write } from './terminal';
import { stdoutFile } from './usage';
import { inTerminalWords } from './wording';

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
  for (const target of targets) {
    const failed = exporter && (await exportInto(around.folder, target, exporter));
    const said =
      exporter === undefined
        ? `${target.file} not written, there is no model to draw`
        : (failed?.message ?? `${target.file} written`);
    await write(around.stderr, `inspect: ${said}\n`);
    code = failed?.code ?? code;
  }
  return code;
}

/** Prints and explains what came of the file, and writes what else was asked for. */
export async function inspectCommand(
  args: InspectArguments,
  around: Surroundings,
): Promise<ExitCode> {
  const outcome = await outcomeOf(args, around);
  const { graph, failures } = outcome;
  const exporter = graph === undefined ? undefined : new Exporter(graph, args.drawing);
  const inPlace = args.exports.find(({ file }) => file === stdoutFile);
  const printed =
    inPlace === undefined
      ? resultText(args, outcome, around)
      : ((await exporter?.text(inPlace.format)) ?? '');
  await write(around.stdout, printed);
  await printFailures(failures, around);
  const files = args.exports.filter(({ file }) => file !== stdoutFile);
  const written = await exportFiles(exporter, files, around);
  return written === exitCodes.ok ? exitCodeOf(failures) : written;
}
