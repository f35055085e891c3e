/** What survives a reload of the window: checked when it comes back, for it may be of an older version. */
import * as v from 'valibot';
import type { SavedDesigner } from '../../src/protocol/designer';
import { parseSavedDesigner } from '../../src/protocol/messages';
import type { InspectorState } from './uiState';
import { parseViews, type Views } from './views';

/** The host reads the part that is a SavedDesigner and ignores the rest. */
export interface KeptPage extends SavedDesigner {
  readonly inspector?: InspectorState;
  readonly views?: Views;
}

const inspectorSchema = v.object({
  inspector: v.object({
    open: v.boolean(),
    width: v.pipe(v.number(), v.finite()),
    height: v.pipe(v.number(), v.finite()),
  }),
});

const withViews = v.object({ views: v.unknown() });

/** Each part on its own: what is damaged is left out, and the rest is kept. */
export function parseKept(value: unknown): KeptPage | undefined {
  const saved = parseSavedDesigner(value);
  if (saved === undefined) return undefined;
  const inspector = v.safeParse(inspectorSchema, value);
  const part = v.safeParse(withViews, value);
  const views = part.success ? parseViews(part.output.views) : undefined;
  return {
    ...saved,
    ...(inspector.success ? { inspector: inspector.output.inspector } : {}),
    ...(views === undefined ? {} : { views }),
  };
}
