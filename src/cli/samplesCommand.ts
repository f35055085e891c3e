/** `resnet-designer samples FOLDER`: a picture of every sample network, for a gallery. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { listSamples, type Sample } from '../samples/samples';
import { Inspector } from '../workerHost/inspector';
import { printFailures } from './diagnostics';
import { exitCodeOf, exitCodes, type ExitCode } from './exitCode';
import { Exporter, exportInto } from './exports';
import type { SamplesArguments } from './inspectArguments';
import type { Surroundings } from './surroundings';
import { write } from './terminal';
import { notWritten, writtenText, type NotWritten } from './written';

/** More than the largest sample takes on a slow machine. */
const limits = { timeLimitMs: 60_000, memoryLimitMB: 2048 } as const;

interface Gallery {
  readonly args: SamplesArguments;
  readonly around: Surroundings;
  readonly inspector: Inspector;
}

async function drawSample(gallery: Gallery, sample: Sample, count: string): Promise<ExitCode> {
  const { args, around, inspector } = gallery;
  const source = path.join(around.samples, sample.file);
  const request = { file: source, entry: sample.entry, unsaved: new Map<string, string>() };
  const { graph, failures } = await inspector.inspect(request, around.cancelled);
  await printFailures(failures, around);
  if (graph === undefined) return exitCodeOf(failures);
  const { folder, format, drawing } = args;
  const file = path.join(folder, `${sample.builder}.${format}`);
  const exporter = new Exporter(graph, drawing, around.png);
  const done = await exportInto(around.folder, { format, file }, exporter);
  const said = 'message' in done ? done.message : `${count} ${writtenText(file, done.note)}`;
  await write(around.stderr, `samples: ${said}\n`);
  return 'message' in done ? done.code : exitCodes.ok;
}

async function drawAll(gallery: Gallery): Promise<ExitCode> {
  const samples = listSamples();
  for (const [index, sample] of samples.entries()) {
    const code = await drawSample(gallery, sample, `${index + 1}/${samples.length}`);
    if (code !== exitCodes.ok) return code;
  }
  return exitCodes.ok;
}

/** @returns nothing when the folder is there. */
async function makeFolder(folder: string): Promise<NotWritten | undefined> {
  try {
    await mkdir(folder, { recursive: true });
    return undefined;
  } catch (error) {
    return notWritten(folder, error);
  }
}

/** Draws the samples one after the other; the first that cannot be drawn ends it. */
export async function samplesCommand(
  args: SamplesArguments,
  around: Surroundings,
): Promise<ExitCode> {
  const failed = await makeFolder(path.resolve(around.folder, args.folder));
  if (failed !== undefined) {
    await write(around.stderr, `samples: ${failed.message}\n`);
    return failed.code;
  }
  const inspector = new Inspector({
    workerOptions: () => ({ script: around.worker, nodePath: '', ...limits }),
    processes: 1,
    log: (text) => void around.stderr.write(`${text}\n`),
  });
  try {
    return await drawAll({ args, around, inspector });
  } finally {
    inspector.dispose();
  }
}
