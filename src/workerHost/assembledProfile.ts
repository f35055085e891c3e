/** A profile out of what the compute worker measured and what only the host knows. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import type { ModelGraph } from '../model/graph';
import { peakWith } from '../model/peakMemory';
import { fail, ok, type Failure, type Result } from '../protocol/failure';
import type { Profile, ProfileSettings } from '../protocol/profile';
import type { ProfileWish } from './profiler';

/** Of the step's JSON, in bytes: a kernel takes about two hundred. */
const largestStep = 512 * 1024 * 1024;

/** What the compute worker answered, unpacked but for the step. */
export interface MeasuredModel {
  /** A `MeasuredStep` as JSON, deflated, in base64. */
  readonly packedStep: string;
  readonly graph: ModelGraph;
  readonly warnings: readonly Failure[];
  /** The product with its version. */
  readonly tool: string;
}

/** A wish with the SHA-256 of the file's text, in hexadecimal. */
export interface HashedWish extends ProfileWish {
  readonly hash: string;
}

/** Of the text that is bundled; a file that is gone since has none. */
export async function hashOf({ file, unsaved }: ProfileWish): Promise<string> {
  const text = unsaved.get(file) ?? (await readFile(file, 'utf8').catch(() => ''));
  return createHash('sha256').update(text).digest('hex');
}

/**
 * What the process measured, with what it cannot know. Not checked: the process may have sent anything.
 * @returns a failure where it sent what cannot even be read as JSON
 */
export function assembledProfile(
  { packedStep, graph, warnings, tool }: MeasuredModel,
  { file, hash, root, settings }: HashedWish,
): Result<unknown> {
  const unpacked = unpackStep(packedStep);
  if (!unpacked.ok) return unpacked;
  const { loss, optimizer, inputShapes, batch, kernels, memory, ...step } = unpacked.value;
  const { mode, seed } = settings;
  return ok({
    ...step,
    memory: withPrediction(memory, graph, optimizer, { mode, kernels }),
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
    settings: { mode, batch, seed, kernels, loss, optimizer, inputShapes },
    warnings,
  });
}

function unpackStep(packed: string): Result<Readonly<Record<string, unknown>>> {
  try {
    const bytes = inflateRawSync(Buffer.from(packed, 'base64'), { maxOutputLength: largestStep });
    const step: unknown = JSON.parse(bytes.toString('utf8'));
    if (typeof step === 'object' && step !== null) return ok({ ...step });
    return unreadable(`a step that is ${typeof step}`);
  } catch (error) {
    return unreadable(error instanceof Error ? error.message : String(error));
  }
}

/** Goes into the detail of a failure, which only the log shows. */
function unreadable(message: string): Result<never> {
  return fail({ code: 'worker-protocol', severity: 'error', message });
}

/** What the meta device said that the step would hold, in tensors alone; fused kernels free others, and sooner. */
function withPrediction(
  memory: unknown,
  { training }: ModelGraph,
  optimizer: unknown,
  { mode, kernels }: Pick<ProfileSettings, 'mode'> & { readonly kernels: unknown },
): unknown {
  if (mode !== 'train' || kernels === 'fused' || training === undefined) return memory;
  const predictedPeakBytes = peakWith(training, String(optimizer));
  if (predictedPeakBytes === undefined) return memory;
  return { ...(memory as object), predictedPeakBytes };
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
