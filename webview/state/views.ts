/** Which view of the model is on the screen, and how each of them is set: kept over a reload. */
import * as v from 'valibot';
import { heatMeasures, type HeatMeasure } from '../../src/layout/heat';
import type { Sort } from './table/columns';
import type { LayerTable } from './table/layerRows';

export const tabs = ['graph', 'layers', 'blocks'] as const;

export type Tab = (typeof tabs)[number];

export interface Views {
  readonly tab: Tab;
  /** What the boxes of the graph are coloured by; null for the family of the layer. */
  readonly heat: HeatMeasure | null;
  readonly layers: LayerTable;
  readonly blocks: { readonly sort: Sort | null };
}

export const defaultViews: Views = {
  tab: 'graph',
  heat: null,
  layers: { sort: null, filter: '', grouped: true, closed: [] },
  blocks: { sort: null },
};

const sortSchema = v.nullable(v.object({ column: v.string(), descending: v.boolean() }));

const viewsSchema = v.object({
  tab: v.picklist(tabs),
  heat: v.nullable(v.picklist(heatMeasures)),
  layers: v.object({
    sort: sortSchema,
    filter: v.pipe(v.string(), v.maxLength(1000)),
    grouped: v.boolean(),
    closed: v.array(v.string()),
  }),
  blocks: v.object({ sort: sortSchema }),
}) satisfies v.GenericSchema<unknown, Views>;

/** What was kept, or undefined where it is damaged or of another version. */
export function parseViews(value: unknown): Views | undefined {
  const parsed = v.safeParse(viewsSchema, value);
  return parsed.success ? parsed.output : undefined;
}

/** Another file keeps how the views are set, and nothing that names its layers. */
export function forAnotherFile({ layers, ...views }: Views): Views {
  return { ...views, layers: { ...layers, filter: '', closed: [] } };
}
