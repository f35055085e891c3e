/** What the page and its layout worker tell each other. */
import * as v from 'valibot';
import type { LayoutProgress } from '../src/layout/blocks';
import type { Expansion, Picture } from '../src/layout/picture';
import { expandable } from '../src/layout/series/lazyPicture';
import type { BoxWords } from '../src/layout/pictureWords';
import type { RepeatedPicture } from '../src/layout/series/repeatedPicture';
import type { ElkSource } from './elkPort';

/** The worker's first message. */
export interface LayoutSetUp extends ElkSource {
  /** In the page's language. */
  readonly words: BoxWords;
}

export interface LayoutRequest {
  readonly id: number;
  /** Absent when it is the graph of the request before. */
  readonly packedGraph?: Uint8Array;
  readonly expansion: Expansion;
}

/** A picture as it is sent: what repeats in it is said once. */
export type SentPicture = Picture | RepeatedPicture;

/** The picture that was sent. */
export function received(sent: SentPicture): Picture {
  return 'short' in sent ? expandable(sent) : sent;
}

export interface LayoutAnswer {
  readonly id: number;
  /** The picture, or what went wrong. */
  readonly outcome:
    | { readonly ok: true; readonly picture: SentPicture; readonly layoutMs: number }
    | { readonly ok: false; readonly message: string; readonly stack: string };
}

/** How far a layout is that takes long. */
export interface LayoutStep {
  readonly id: number;
  readonly progress: LayoutProgress;
}

const count = v.pipe(v.number(), v.minValue(0));

const stepSchema = v.object({
  id: v.number(),
  progress: v.object({ done: count, of: count }),
}) satisfies v.GenericSchema<unknown, LayoutStep>;

const answerSchema = v.object({
  id: v.number(),
  outcome: v.variant('ok', [
    v.object({
      ok: v.literal(true),
      // Our own code made it, on the other side of one postMessage: its frame is checked, not every point.
      picture: v.custom<SentPicture>(isSent),
      layoutMs: v.number(),
    }),
    v.object({ ok: v.literal(false), message: v.string(), stack: v.string() }),
  ]),
}) satisfies v.GenericSchema<unknown, LayoutAnswer>;

function isSent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('short' in value)) return isPicture(value);
  const { repeats } = value as Partial<Record<keyof RepeatedPicture, unknown>>;
  return isPicture(value) && isPicture(value.short) && Array.isArray(repeats);
}

function isPicture(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { boxes, wires, skips } = value as Partial<Record<keyof Picture, unknown>>;
  return [boxes, wires, skips].every(Array.isArray);
}

const messageSchema = v.union([answerSchema, stepSchema]);

/** What the worker says; undefined for anything else. */
export function parseLayoutMessage(value: unknown): LayoutAnswer | LayoutStep | undefined {
  const parsed = v.safeParse(messageSchema, value);
  return parsed.success ? parsed.output : undefined;
}
