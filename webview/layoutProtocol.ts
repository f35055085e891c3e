/** What the page and its layout worker tell each other. */
import * as v from 'valibot';
import type { Expansion, Picture } from '../src/layout/picture';

export interface LayoutRequest {
  readonly id: number;
  /** Absent when it is the graph of the request before. */
  readonly packedGraph?: Uint8Array;
  readonly expansion: Expansion;
}

export interface LayoutAnswer {
  readonly id: number;
  /** The picture, or what went wrong. */
  readonly outcome:
    | { readonly ok: true; readonly picture: Picture; readonly layoutMs: number }
    | { readonly ok: false; readonly message: string; readonly stack: string };
}

const answerSchema = v.object({
  id: v.number(),
  outcome: v.variant('ok', [
    v.object({
      ok: v.literal(true),
      // Our own code made it, on the other side of one postMessage: its frame is checked, not every point.
      picture: v.custom<Picture>(isPicture),
      layoutMs: v.number(),
    }),
    v.object({ ok: v.literal(false), message: v.string(), stack: v.string() }),
  ]),
}) satisfies v.GenericSchema<unknown, LayoutAnswer>;

function isPicture(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { boxes, wires, skips } = value as Partial<Record<keyof Picture, unknown>>;
  return [boxes, wires, skips].every(Array.isArray);
}

export function parseLayoutAnswer(value: unknown): LayoutAnswer | undefined {
  const parsed = v.safeParse(answerSchema, value);
  return parsed.success ? parsed.output : undefined;
}
