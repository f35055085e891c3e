/**
 * The schema of a profile, held to its interfaces by the compiler: what the compute worker answers and what
 * a file holds is checked here before anybody reads it. `scripts/schema.mjs` publishes it as
 * docs/profile.schema.json, so the descriptions here are what readers of the JSON see.
 */
import * as v from 'valibot';
import { told } from '../model/sentence';
import { fail, ok, type Result } from './failure';
import {
  backendNames,
  heldKinds,
  kernelChoices,
  profileModes,
  profilePhases,
  stepParts,
  type BackendFacts,
  type BatchCurve,
  type Held,
  type KernelEvent,
  type MemoryProfile,
  type PhaseCost,
  type Profile,
  type ProfiledNode,
  type Roofs,
  type StepProfile,
} from './profile';
import { profileFault } from './profileFault';
import { amount, count, most, text, timing, timingEntries } from './profileValues';
import { check, failureSchema, sentenceSchema, sourcePlaceSchema } from './schema';

const versions = v.pipe(
  v.record(v.pipe(v.string(), v.maxLength(200)), text('A version.')),
  v.maxEntries(most.versions),
  v.description('Of everything that took part, by its name.'),
);

const backend = v.object({
  name: v.picklist(backendNames),
  device: text('The processor or adapter.'),
  driver: text('What drives it, with its version.'),
  software: v.pipe(
    v.boolean(),
    v.description('Whether a CPU does what a GPU should: SwiftShader, lavapipe.'),
  ),
  cuda: v.boolean(),
  asynchronous: v.pipe(v.boolean(), v.description('Whether kernels return before they are done.')),
  versions,
}) satisfies v.GenericSchema<unknown, BackendFacts>;

const phaseCost = v.pipe(
  v.object({
    ...timingEntries,
    gpuMs: v.exactOptional(
      amount('What the device worked, where it has a clock; the host may have gone on before.'),
    ),
    kernels: count('Kernels that ran.'),
    macs: amount('Multiply-accumulates of its kernels, for the whole batch.'),
    flops: amount('Floating-point operations of its kernels: two for each multiply-accumulate.'),
    bytes: amount('Bytes that its kernels read and wrote: each input and output once a kernel.'),
    allocatedBytes: amount('Bytes of buffers that were made.'),
  }),
  v.description('What one node did in one phase of the step, without the nodes inside of it.'),
) satisfies v.GenericSchema<unknown, PhaseCost>;

const phases = v.object({
  forward: v.exactOptional(phaseCost),
  backward: v.exactOptional(phaseCost),
  optimizer: v.exactOptional(phaseCost),
});

const sizes = v.pipe(v.array(v.nullable(count('A size.'))), v.maxLength(most.axes));

const node = v.object({
  id: text('Unique in the profile; that of the layer in the report of an inspection.'),
  parent: v.exactOptional(text('Id of the node that this one is inside of.')),
  name: text("The layer's name, or the operation's."),
  className: text('Class of the layer, such as "Conv2D".'),
  scopes: v.pipe(
    v.array(text('Id of a scope.')),
    v.maxLength(most.scopes),
    v.description("The user's functions that made it, outermost first."),
  ),
  source: v.exactOptional(sourcePlaceSchema),
  outputShape: v.pipe(sizes, v.description('NHWC; null for a size that only running tells.')),
  foldedInto: v.exactOptional(
    text('Id of the convolution whose kernel does the work of this layer too.'),
  ),
  phases,
}) satisfies v.GenericSchema<unknown, ProfiledNode>;

const owner = v.pipe(
  v.union([count('Index in the nodes.'), v.picklist(stepParts)]),
  v.description('Index in the nodes, or the part of the step that is of no layer.'),
);

const event = v.object({
  kernel: text('Name of the kernel.'),
  owner,
  phase: v.picklist(profilePhases),
  iteration: v.exactOptional(count('Time step of a recurrent layer, from 0.')),
  startMs: amount('Since the step began.'),
  ms: amount('How long it took.'),
  gpu: v.exactOptional(
    v.pipe(
      v.object({
        startMs: amount("Since the device's first kernel of the step."),
        ms: amount('How long it took.'),
      }),
      v.description("On the device's own clock."),
    ),
  ),
  macs: amount('Its multiply-accumulates, for the whole batch.'),
  bytes: amount('Bytes that it read and wrote.'),
  liveBytes: amount('Bytes that tensors held when it had run.'),
}) satisfies v.GenericSchema<unknown, KernelEvent>;

const held = v.object({
  owner,
  kind: v.picklist(heldKinds),
  bytes: amount('Bytes held.'),
}) satisfies v.GenericSchema<unknown, Held>;

const memory = v.object({
  beforeBytes: amount("Held before the step: weights, the optimizer's slots, the batch."),
  peakBytes: amount('The most that was held at once.'),
  peakEvent: v.pipe(
    v.number(),
    v.safeInteger(),
    v.minValue(-1),
    v.description('Index of the event after which that was; -1 where it was before the first.'),
  ),
  holders: v.pipe(
    v.array(held),
    v.maxLength(most.holders),
    v.description('Who held what at that moment.'),
  ),
  predictedPeakBytes: v.exactOptional(amount('What was predicted without running the step.')),
}) satisfies v.GenericSchema<unknown, MemoryProfile>;

const batches = v.object({
  points: v.pipe(
    v.array(
      v.object({
        batch: count('Examples in the batch.'),
        predicted: v.exactOptional(
          v.object({ ms: amount('Of one step.'), peakBytes: amount('The most held at once.') }),
        ),
        measured: v.exactOptional(
          v.object({ ...timingEntries, peakBytes: amount('The most held at once.') }),
        ),
        failure: v.exactOptional(failureSchema),
      }),
    ),
    v.maxLength(most.points),
  ),
  largest: v.exactOptional(count('The largest batch that fitted into memory.')),
  largestPredicted: v.exactOptional(
    count('The largest batch that would fit, by the measured peaks and the memory that was free.'),
  ),
}) satisfies v.GenericSchema<unknown, BatchCurve>;

const roofs = v.pipe(
  v.object({
    macsPerSecond: amount('Of a large matrix product.'),
    bytesPerSecond: amount('Of a large copy, read and written bytes together.'),
    launchMs: amount('Of a kernel with nothing to do.'),
  }),
  v.description('The most that the device can do, measured on it.'),
) satisfies v.GenericSchema<unknown, Roofs>;

const part = v.exactOptional(v.object({ ...timingEntries, kernels: count('Kernels that ran.') }));

const step = v.object({
  ...timingEntries,
  drift: v.exactOptional(amount("The part of all spreads that is the machine's changing pace.")),
  warmUps: count('Steps before the first that counts.'),
  repeats: count('Steps that count.'),
  leftOut: v.exactOptional(count('Steps that do not count: other programs slowed them.')),
  othersShare: v.exactOptional(
    v.pipe(
      v.number(),
      v.minValue(0),
      v.maxValue(1),
      v.description('Share of the processors that other programs used during those that count.'),
    ),
  ),
  limited: v.pipe(
    v.boolean(),
    v.description('Whether the spread was not reached: time was out, or 400 repeats were made.'),
  ),
  plain: v.pipe(
    timing,
    v.description('The step without hooks, measured in turns with the others.'),
  ),
  overhead: amount('Median of a hooked step over the plain one beside it.'),
  explained: v.pipe(
    v.number(),
    v.minValue(0),
    v.maxValue(1),
    v.description("Share of the step's time that layers explain."),
  ),
  parts: v.pipe(
    v.object({ loss: part, gradients: part, optimizer: part, other: part }),
    v.description('What is of no layer.'),
  ),
  unownedKernels: count('Kernels that belong neither to a layer nor to a part with a name.'),
}) satisfies v.GenericSchema<unknown, StepProfile>;

const shape = v.pipe(v.array(count('A size.')), v.maxLength(most.axes));

const model = v.object({
  name: text("The model's name."),
  entry: text('The expression that built it; empty when running the file did.'),
  file: text('Relative to the workspace, with forward slashes.'),
  hash: v.pipe(
    v.string(),
    v.regex(/^[0-9a-f]{64}$/),
    v.description("SHA-256 of the file's text, in hexadecimal."),
  ),
  parameters: v.object({
    trainable: count('Scalars that training changes.'),
    nonTrainable: count('Scalars that training leaves.'),
  }),
  forwardMacs: amount('Multiply-accumulates of one forward pass for one example.'),
});

const machine = v.object({
  platform: text('Operating system and architecture.'),
  processor: text('Name of the processor.'),
  cores: count('Logical processors.'),
  memoryBytes: amount('Of main memory.'),
});

const settings = v.object({
  mode: v.picklist(profileModes),
  batch: v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.description('Examples in a step.')),
  seed: v.pipe(v.number(), v.safeInteger(), v.description('Of the random numbers.')),
  loss: text('Name of the loss; empty for inference.'),
  optimizer: text('Name of the optimizer; empty for inference.'),
  kernels: v.exactOptional(
    v.pipe(
      v.picklist(kernelChoices),
      v.description("TensorFlow.js's own, which absence means too, or the backend's fused ones."),
    ),
  ),
  inputShapes: v.pipe(v.array(shape), v.maxLength(most.inputs)),
});

export const profileSchema = v.pipe(
  v.object({
    version: v.literal(1),
    model,
    takenAt: v.pipe(v.string(), v.isoTimestamp(), v.description('ISO 8601, UTC.')),
    tool: text('What took it, with its version.'),
    machine,
    backend,
    settings,
    step,
    nodes: v.pipe(v.array(node), v.maxLength(most.nodes)),
    events: v.pipe(
      v.array(event),
      v.maxLength(most.events),
      v.description('The kernels of the step that is nearest to the median, in order.'),
    ),
    memory,
    roofs: v.exactOptional(roofs),
    batches: v.exactOptional(batches),
    warnings: v.pipe(v.array(failureSchema), v.maxLength(most.warnings)),
  }),
  v.title('ResNet Designer: profile of a step'),
  v.description(
    'Where one training or inference step spends its time and its memory. docs/profiling.md tells what each number means.',
  ),
) satisfies v.GenericSchema<unknown, Profile>;

/** The parts that the published schema names instead of repeating them. */
export const profileParts = {
  place: sourcePlaceSchema,
  sentence: sentenceSchema,
  failure: failureSchema,
  timing,
  phaseCost,
  node,
  owner,
  event,
  held,
  memory,
  batches,
  roofs,
  step,
  backend,
};

function invalid(issue: string): Result<Profile> {
  return fail({
    code: 'profile-invalid',
    severity: 'error',
    ...told`This is not a profile that this version reads: ${issue.slice(0, 500)}. Take the profile again.`,
  });
}

/**
 * A profile from elsewhere: a worker's answer, or the JSON of a file. Fields that a profile does not have are
 * dropped; anything else that is not as `Profile` says is refused, references that lead nowhere, too.
 */
export function parseProfile(value: unknown): Result<Profile> {
  const checked = check<Profile>(profileSchema, value);
  if (!checked.ok) return invalid(checked.issue);
  const fault = profileFault(checked.value);
  return fault === undefined ? ok(checked.value) : invalid(fault);
}
