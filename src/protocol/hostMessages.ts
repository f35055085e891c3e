/**
 * Checks of what the host sends a webview, which handles no message unchecked. Apart from the other direction's:
 * the host does not load the schema of profiles for it.
 */
import * as v from 'valibot';
import {
  designerCommands,
  pictureFormats,
  type ProfilingState,
  type SentState,
  type ShownProfile,
  type TrainingState,
} from './designer';
import {
  finite,
  message,
  profileChoicesSchema,
  scale,
  selectionSchema,
  text,
  type HostMessage,
} from './messages';
import { profileSchema } from './profileSchema';
import { check, failureSchema, trainingMemorySchema } from './schema';

const entrySchema = v.object({
  expression: text,
  label: text,
  needsArguments: v.boolean(),
  inner: v.exactOptional(v.boolean()),
  line: finite,
});

const trainingSchema = v.object({
  batchSize: finite,
  memory: v.exactOptional(trainingMemorySchema),
  flops: v.exactOptional(finite),
  problem: v.exactOptional(text),
}) satisfies v.GenericSchema<unknown, TrainingState>;

const timingsSchema = v.object({
  bundleMs: finite,
  evaluateMs: finite,
  analyseMs: finite,
  totalMs: finite,
});

const stateSchema = v.object({
  revision: finite,
  uri: text,
  fileName: text,
  entry: text,
  entries: v.array(entrySchema),
  packedGraph: v.exactOptional(v.instance(Uint8Array)),
  graphKept: v.exactOptional(v.boolean()),
  stale: v.boolean(),
  failures: v.array(failureSchema),
  busy: v.boolean(),
  timings: v.exactOptional(timingsSchema),
  training: v.exactOptional(trainingSchema),
  startedAt: v.exactOptional(finite),
}) satisfies v.GenericSchema<unknown, SentState>;

const shownProfileSchema = v.object({
  profile: v.nullable(profileSchema),
  compared: v.exactOptional(profileSchema),
}) satisfies v.GenericSchema<unknown, ShownProfile>;

const profilingSchema = v.object({
  running: v.nullable(
    v.object({
      stage: text,
      done: v.pipe(finite, v.minValue(0)),
      total: v.pipe(finite, v.minValue(0)),
    }),
  ),
  stale: v.boolean(),
  failure: v.exactOptional(failureSchema),
}) satisfies v.GenericSchema<unknown, ProfilingState>;

const hostMessageSchema = v.variant('type', [
  message('state', stateSchema),
  message('selectNodes', v.object({ nodes: v.array(text) })),
  message('select', v.object({ selection: selectionSchema })),
  message('command', v.object({ name: v.picklist(designerCommands) })),
  message('profile', shownProfileSchema),
  message('profiling', profilingSchema),
  message('profileChoices', profileChoicesSchema),
  message('draw', v.object({ id: finite, format: v.picklist(pictureFormats), scale })),
]);

/** A message of the host, or undefined when the value is none. */
export function parseHostMessage(value: unknown): HostMessage | undefined {
  const checked = check(hostMessageSchema, value);
  return checked.ok ? checked.value : undefined;
}
