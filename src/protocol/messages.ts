/** Checks of what a webview sends its host, which handles no message unchecked. */
import * as v from 'valibot';
import {
  chartNames,
  chartTextFormats,
  profileCommands,
  type HostMessages,
  type NodeSelection,
  type SavedDesigner,
  type WebviewMessages,
} from './designer';
import {
  backendNames,
  kernelChoices,
  mostExamples,
  profileLosses,
  profileModes,
  profileOptimizers,
  type ProfileChoices,
} from './profile';
import { check, sourcePlaceSchema } from './schema';

export const finite = v.pipe(v.number(), v.finite());
export const text = v.pipe(v.string(), v.maxLength(100_000));

/** Of an exported picture. */
export const scale = v.pipe(v.number(), v.gtValue(0), v.maxValue(8));
/** A picture as text. */
const document = v.pipe(v.string(), v.maxLength(200_000_000));

export const selectionSchema = v.object({
  type: v.picklist(['box', 'skip']),
  id: text,
}) satisfies v.GenericSchema<unknown, NodeSelection>;

const examples = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostExamples));

export const profileChoicesSchema = v.object({
  mode: v.picklist(profileModes),
  batch: examples,
  backend: v.picklist([...backendNames, 'best']),
  kernels: v.picklist(kernelChoices),
  loss: v.picklist([...profileLosses, 'file']),
  optimizer: v.picklist([...profileOptimizers, 'file']),
}) satisfies v.GenericSchema<unknown, ProfileChoices>;

export const message = <Type extends string, Body extends v.GenericSchema>(
  type: Type,
  body: Body,
) => v.object({ type: v.literal(type), body });

const nothing = v.object({});

const webviewMessageSchema = v.variant('type', [
  message('ready', v.object({ begunAt: finite, readyAt: finite })),
  message('reveal', v.object({ place: sourcePlaceSchema, focus: v.boolean() })),
  message('selected', v.object({ selection: v.nullable(selectionSchema) })),
  message('setEntry', v.object({ entry: text })),
  message('setBatchSize', v.object({ batchSize: examples })),
  message('retry', nothing),
  message('applyFix', v.object({ index: finite })),
  message('manageTrust', nothing),
  message('cancel', nothing),
  message('pictureText', v.object({ id: finite, text: document })),
  message('picturePng', v.object({ id: finite, bytes: v.instance(Uint8Array), scale })),
  message('pictureFailed', v.object({ id: finite, message: text })),
  message('copied', nothing),
  message('copySvg', v.object({ svg: document })),
  message(
    'saveChart',
    v.object({
      name: v.picklist(chartNames),
      format: v.picklist(chartTextFormats),
      text: document,
    }),
  ),
  message(
    'saveChartPng',
    v.object({ name: v.picklist(chartNames), bytes: v.instance(Uint8Array) }),
  ),
  message('profile', v.object({ command: v.picklist(profileCommands) })),
  message('setProfileChoices', profileChoicesSchema),
  message('newFromSample', nothing),
  message(
    'drawn',
    v.object({
      revision: finite,
      layoutMs: finite,
      drawMs: finite,
      receivedAt: finite,
      laidOutAt: finite,
      drawnAt: finite,
    }),
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
