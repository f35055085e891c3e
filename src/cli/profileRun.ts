/** One run of the profiler for the command line, with its curve of batches where that is asked for. */
import path from 'node:path';
import { Profiler, type Profiled, type ProfileWish } from '../workerHost/profiler';
import type { LibraryPlaces } from '../workerHost/tensorflow/find';
import { cacheFolder } from './cacheFolder';
import { shortPath } from './diagnostics';
import { entryOf, readModelFile } from './modelFile';
import type { ProfileArguments } from './profileArguments';
import { ProgressLine } from './progress';
import type { Surroundings } from './surroundings';
import { write } from './terminal';

/** Where the user says that TensorFlow is, it is looked for nowhere else. */
function placesOf({ tensorflow }: ProfileArguments, { folder, env }: Surroundings): LibraryPlaces {
  if (tensorflow === undefined) return { env, workspace: folder };
  return { folder: path.resolve(folder, tensorflow), env: {} };
}

function profilerOf(args: ProfileArguments, around: Surroundings, line: ProgressLine): Profiler {
  const { timeLimitMs, memoryLimitMB } = args;
  const { computeWorker: script, env, tool, stderr } = around;
  return new Profiler({
    workerOptions: () => ({ script, nodePath: '', timeLimitMs, memoryLimitMB }),
    places: () => placesOf(args, around),
    tool,
    roofFile: path.join(cacheFolder(env, process.platform), 'roofs.json'),
    log: (text) => {
      line.clear();
      stderr.write(`${text}\n`);
    },
  });
}

/** The curve is of the backend that the profile was taken on, whichever works. */
async function withCurve(
  taken: Profiled,
  { batches }: ProfileArguments,
  wish: ProfileWish,
  run: { readonly profiler: Profiler; readonly line: ProgressLine; readonly around: Surroundings },
): Promise<Profiled> {
  const { profile } = taken;
  if (profile === undefined || batches === undefined) return taken;
  const settings = { ...wish.settings, backend: profile.backend.name };
  const { profiler, line, around } = run;
  const curve = await profiler.batchCurve({ ...wish, settings }, batches, {
    cancelled: around.cancelled,
    onProgress: line.show,
    onBatch: (batch) => line.of(`batch ${batch}: `),
  });
  if (!curve.ok) return { ...taken, failures: [curve.failure, ...taken.failures] };
  return { ...taken, profile: { ...profile, batches: curve.value } };
}

async function run(
  args: ProfileArguments,
  wish: ProfileWish,
  around: Surroundings,
): Promise<Profiled> {
  const line = new ProgressLine(around.stderr);
  const profiler = profilerOf(args, around, line);
  const { cancelled } = around;
  try {
    if (args.measureRoofs) await profiler.forgetRoofs();
    const taken = await profiler.profile(wish, { cancelled, onProgress: line.show });
    return await withCurve(taken, args, wish, { profiler, line, around });
  } finally {
    line.clear();
  }
}

/** Profiles the file, with progress on stderr. Every fault of the file or the machine is a failure in the result. */
export async function takeProfile(args: ProfileArguments, around: Surroundings): Promise<Profiled> {
  const file = path.resolve(around.folder, args.file);
  const text = await readModelFile(file);
  if (!text.ok) return { failures: [text.failure] };
  const entry = args.entry ?? entryOf(file, text.value);
  const what = entry === '' ? 'running the file' : entry;
  await write(around.stderr, `profile: ${shortPath(file, around.folder)}, ${what}\n`);
  const started = performance.now();
  const unsaved = new Map<string, string>();
  const { folder: root } = around;
  const taken = await run(args, { file, entry, unsaved, settings: args.settings, root }, around);
  const done = taken.profile === undefined ? 'no profile' : 'done';
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  await write(around.stderr, `profile: ${done} in ${seconds} s\n`);
  return taken;
}
