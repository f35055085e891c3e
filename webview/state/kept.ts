/** What survives a reload of the window: checked when it comes back, for it may be of an older version. */
import * as v from 'valibot';
import type { SavedDesigner } from '../../src/protocol/designer';
import { parseSavedDesigner } from '../../src/protocol/messages';
import type { Tools } from './tools';
import type { InspectorState } from './uiState';
import { parseViews, type Views } from './views';

/** The host reads the part that is a SavedDesigner and ignores the rest. */
export interface KeptPage extends SavedDesigner {
  readonly inspector?: InspectorState;
  /** Tracing is of the moment, and not kept. */
  readonly tools?: Pick<Tools, 'minimap' | 'legend'>;
  readonly views?: Views;
}

const inspectorSchema = v.object({
  inspector: v.object({
    open: v.boolean(),
    modelOpen: v.optional(v.boolean(), false),
    width: v.pipe(v.number(), v.finite()),
    height: v.pipe(v.number(), v.finite()),
  }),
});

const toolsSchema = v.object({
  tools: v.object({ minimap: v.boolean(), legend: v.optional(v.nullable(v.boolean()), null) }),
});
const withViews = v.object({ views: v.unknown() });

export function parseKept(value: unknown): KeptPage | undefined {
  const saved = parseSavedDesigner(value);
  if (saved === undefined) return undefined;
  const views = parseViews(part(withViews, value)?.views);
  return {
    ...saved,
    ...part(inspectorSchema, value),
    ...part(toolsSchema, value),
    ...(views === undefined ? {} : { views }),
  };
}

/** A part that is missing or of another form is left out, and the rest is kept. */
function part<Part extends object>(
  schema: v.GenericSchema<unknown, Part>,
  value: unknown,
): Part | undefined {
  const parsed = v.safeParse(schema, value);
  return parsed.success ? parsed.output : undefined;
}
