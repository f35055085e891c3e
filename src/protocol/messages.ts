/** Checks of what the host and the webview send each other; neither handles a message unchecked. */
import * as v from 'valibot';
import {
  designerCommands,
  pictureFormats,
  profileCommands,
  type HostMessages,
  type NodeSelection,
  type ProfilingState,
  type SavedDesigner,
  type ShownProfile,
  type TrainingState,
  type SentState,
  type WebviewMessages,
} from './designer';
import { profileSchema } from './profileSchema';
import { check, failureSchema, sourcePlaceSchema, trainingMemorySchema } from './schema';

const finite = v.pipe(v.number(), v.finite());
const text = v.pipe(v.string(), v.maxLength(100_000));

/** Of an exported picture. */
const scale = v.pipe(v.number(), v.gtValue(0), v.maxValue(8));
const document = v.pipe(v.string(), v.maxLength(200_000_000));

const entrySchema = v.object({
  expression: text,
  label: text,
  needsArguments: v.boolean(),
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

const selectionSchema = v.object({
  type: v.picklist(['box', 'skip']),
  id: text,
}) satisfies v.GenericSchema<unknown, NodeSelection>;

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

const message = <Type extends string, Body extends v.GenericSchema>(type: Type, body: Body) =>
  v.object({ type: v.literal(type), body });

const hostMessageSchema = v.variant('type', [
  message('state', stateSchema),
  message('selectNodes', v.object({ nodes: v.array(text) })),
  message('select', v.object({ selection: selectionSchema })),
  message('command', v.object({ name: v.picklist(designerCommands) })),
  message('profile', shownProfileSchema),
  message('profiling', profilingSchema),
  message('draw', v.object({ id: finite, format: v.picklist(pictureFormats), scale })),
]);

const nothing = v.object({});

const webviewMessageSchema = v.variant('type', [
  message('ready', nothing),
  message('reveal', v.object({ place: sourcePlaceSchema, focus: v.boolean() })),
  message('selected', v.object({ selection: v.nullable(selectionSchema) })),
  message('setEntry', v.object({ entry: text })),
  message(
    'setBatchSize',
    v.object({ batchSize: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)) }),
  ),
  message('retry', nothing),
  message('cancel', nothing),
  message('pictureText', v.object({ id: finite, text: document })),
  message('picturePng', v.object({ id: finite, bytes: v.instance(Uint8Array), scale })),
  message('pictureFailed', v.object({ id: finite, message: text })),
  message('copied', nothing),
  message('copySvg', v.object({ svg: document })),
  message('profile', v.object({ command: v.picklist(profileCommands) })),
  message('newFromSample', nothing),
  message(
    'drawn',
    v.object({ revision: finite, layoutMs: finite, drawMs: finite, drawnAt: finite }),
  ),
  message('error', v.object({ message: text, stack: text })),
]);

const savedSchema = v.object({
  uri: text,
  entry: text,
  expansion: v.record(v.string(), v.boolean()),
  selected: v.nullable(text),
  viewport: v.nullable(v.object({ x: finite, y: finite, zoom: finite })),
}) satisfies v.GenericSchema<unknown, SavedDesigner>;

/** One of the messages of a boundary, told apart by its type. */
export type MessageOf<Messages> = {
  readonly [Type in keyof Messages]: { readonly type: Type; readonly body: Messages[Type] };
}[keyof Messages];

export type HostMessage = MessageOf<HostMessages>;
export type WebviewMessage = MessageOf<WebviewMessages>;

/** A message of the host, or undefined when the value is none. */
export function parseHostMessage(value: unknown): HostMessage | undefined {
  const checked = check(hostMessageSchema, value);
  return checked.ok ? checked.value : undefined;
}

/** A message of the webview, or undefined when the value is none. */
export function parseWebviewMessage(value: unknown): WebviewMessage | undefined {
  const checked = check(webviewMessageSchema, value);
  return checked.ok ? checked.value : undefined;
}

/** What a webview kept over a reload, or undefined when it was damaged. */
export function parseSavedDesigner(value: unknown): SavedDesigner | undefined {
  const checked = check(savedSchema, value);
  return checked.ok ? checked.value : undefined;
}
