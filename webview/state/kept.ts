/** What survives a reload of the window: checked when it comes back, for it may be of an older version. */
import * as v from 'valibot';
import type { SavedDesigner } from '../../src/protocol/designer';
import { parseSavedDesigner } from '../../src/protocol/messages';
import type { InspectorState } from './uiState';

/** The host reads the part that is a SavedDesigner and ignores the rest. */
export interface KeptPage extends SavedDesigner {
  readonly inspector?: InspectorState;
}

const inspectorSchema = v.object({
  inspector: v.object({
    open: v.boolean(),
    width: v.pipe(v.number(), v.finite()),
    height: v.pipe(v.number(), v.finite()),
  }),
});

export function parseKept(value: unknown): KeptPage | undefined {
  const saved = parseSavedDesigner(value);
  if (saved === undefined) return undefined;
  const parsed = v.safeParse(inspectorSchema, value);
  return parsed.success ? { ...saved, inspector: parsed.output.inspector } : saved;
}
