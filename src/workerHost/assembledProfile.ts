/** A profile put together: what the process measured, with what only the host knows. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { BundleRequest } from '../bundle/bundler';
import type { ModelGraph } from '../model/graph';
import { optimizers } from '../model/peakMemory';
import { fail, ok, type Failure, type Result } from '../protocol/failure';
import type { Profile, ProfileSettings } from '../protocol/profile';

/** Of the step's JSON, in bytes: a kernel takes about two hundred. */
const largestStep = 512 * 1024 * 1024;

export interface ProfileWish extends BundleRequest {
  readonly settings: ProfileSettings;
  /** The folder that the profile names the file relative to. */
  readonly root: string;
}

export interface HashedWish extends ProfileWish {
  /** SHA-256 of the file's text, in hexadecimal. */
  readonly hash: string;
}

interface Circumstances {
  readonly graph: ModelGraph;
  readonly failures: readonly Failure[];
  readonly wish: HashedWish;
  readonly tool: string;
}

export const damaged: Failure = {
  code: 'worker-protocol',
  severity: 'error',
  message: 'The process that runs the model sent what is no profile. Profile again.',
};

/** Of the text that was bundled; a file that is gone since has none. @returns `HashedWish.hash`. */
export async function hashOf({ file, unsaved }: ProfileWish): Promise<string> {
  const text = unsaved.get(file) ?? (await readFile(file, 'utf8').catch(() => ''));
  return createHash('sha256').update(text).digest('hex');
}

/** A step as the process packed it: JSON, deflated without a header, in base64. */
export function unpackStep(base64: string): Result<Readonly<Record<string, unknown>>> {
  try {
    const bytes = inflateRawSync(Buffer.from(base64, 'base64'), { maxOutputLength: largestStep });
    const step: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof step === 'object' && step !== null) return ok({ ...step });
    return fail({ ...damaged, detail: `a step that is ${typeof step}` });
  } catch (error) {
    return fail({ ...damaged, detail: String(error) });
  }
}

/** What the process measured, with what it cannot know. */
export function assembled(
  { loss, optimizer, inputShapes, memory, ...step }: Readonly<Record<string, unknown>>,
  { graph, failures, wish: { file, hash, root, settings }, tool }: Circumstances,
): unknown {
  const { mode, batch, seed } = settings;
  return {
    ...step,
    memory: withPrediction(memory, graph, optimizer, settings),
    version: 1,
    model: {
      name: graph.name,
      entry: graph.entry,
      file: path.relative(root, file).split(path.sep).join('/'),
      hash,
      parameters: {
        trainable: graph.parameters.trainable,
        nonTrainable: graph.parameters.nonTrainable,
      },
      forwardMacs: graph.macs.forward,
    },
    takenAt: new Date().toISOString(),
    tool,
    machine: machine(),
    settings: { mode, batch, seed, loss, optimizer, inputShapes },
    warnings: failures,
  };
}

/** What the meta device said that the step would hold, in tensors alone. */
function withPrediction(
  memory: unknown,
  { training }: ModelGraph,
  optimizer: unknown,
  { mode }: ProfileSettings,
): unknown {
  const name = optimizers.find((one) => one === String(optimizer).toLowerCase());
  if (mode !== 'train' || training === undefined || name === undefined) return memory;
  return { ...(memory as object), predictedPeakBytes: training.peak[name] };
}

function machine(): Profile['machine'] {
  const cpus = os.cpus();
  return {
    platform: `${process.platform}-${process.arch}`,
    processor: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memoryBytes: os.totalmem(),
  };
}
