/** Which view of the model is on the screen, and how each of them is set: kept over a reload. */
import * as v from 'valibot';
import { heatMeasures, type HeatMeasure } from '../../src/layout/heat';
import type { Sort } from './table/columns';
import type { LayerTable } from './table/layerRows';

export const tabs = ['graph', 'layers', 'blocks', 'profile'] as const;

export type Tab = (typeof tabs)[number];

/** The pictures of a profile, each with its table. */
export const profileViews = [
  'table',
  'timeline',
  'roofline',
  'memory',
  'batches',
  'advice',
] as const;

export type ProfileViewName = (typeof profileViews)[number];

/** Milliseconds of the step; `of` is how long all of that step takes, for it is not of another. */
export interface FlameSpan {
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

export interface ProfileSettings {
  readonly view: ProfileViewName;
  readonly table: {
    readonly sort: Sort | null;
    readonly filter: string;
    readonly grouped: boolean;
  };
  /** Of the small tables, by their names. */
  readonly sorts: Readonly<Record<string, Sort | null>>;
  /** What of the step the flame chart shows, milliseconds; null for all of it. */
  readonly flame: FlameSpan | null;
}

export interface Views {
  readonly tab: Tab;
  /** What the boxes of the graph are coloured by; null for the family of the layer. */
  readonly heat: HeatMeasure | null;
  readonly layers: LayerTable;
  readonly blocks: { readonly sort: Sort | null };
  readonly profile: ProfileSettings;
}

const defaultProfile: ProfileSettings = {
  view: 'table',
  table: { sort: { column: 'total', descending: true }, filter: '', grouped: false },
  sorts: {},
  flame: null,
};

export const defaultViews: Views = {
  tab: 'graph',
  heat: null,
  layers: { sort: null, filter: '', grouped: true, closed: [] },
  blocks: { sort: null },
  profile: defaultProfile,
};

const sortSchema = v.nullable(v.object({ column: v.string(), descending: v.boolean() }));

const time = v.pipe(v.number(), v.finite(), v.minValue(0));

const flameSchema = v.object({ from: time, to: time, of: time });

const profileSchema = v.object({
  view: v.picklist(profileViews),
  table: v.object({
    sort: sortSchema,
    filter: v.pipe(v.string(), v.maxLength(1000)),
    grouped: v.boolean(),
  }),
  sorts: v.optional(v.record(v.string(), sortSchema), {}),
  flame: v.optional(v.nullable(flameSchema), null),
});

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
  profile: v.optional(profileSchema, defaultProfile),
}) satisfies v.GenericSchema<unknown, Views>;

/** What was kept, or undefined where it is damaged or of another version. */
export function parseViews(value: unknown): Views | undefined {
  const parsed = v.safeParse(viewsSchema, value);
  return parsed.success ? parsed.output : undefined;
}

/** Another file keeps how the views are set, and nothing that names its layers. */
export function forAnotherFile({ layers, profile, ...views }: Views): Views {
  return {
    ...views,
    layers: { ...layers, filter: '', closed: [] },
    profile: { ...profile, table: { ...profile.table, filter: '' }, flame: null },
  };
}
