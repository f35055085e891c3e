/** Everything the page shows, and how each event changes it. Pure: effects live elsewhere. */
import type { LayoutProgress } from '../../src/layout/blocks';
import type { HeatMeasure } from '../../src/layout/heat';
import type { Expansion, Picture } from '../../src/layout/picture';
import type { ModelGraph } from '../../src/model/graph';
import type {
  DesignerState,
  NodeSelection,
  ProfilingState,
  ShownProfile,
} from '../../src/protocol/designer';
import type { ProfileChoices } from '../../src/protocol/profile';
import { firstChoices, noProfiling, type PageProfile } from '../profile/state';
import { GraphIndex } from './graphIndex';
import type { KeptPage } from './kept';
import { noSearch, type SearchState } from './search';
import type { LayerTable } from './table/layerRows';
import { defaultTools, type Tools } from './tools';
import { defaultViews, forAnotherFile, type ProfileSettings, type Views } from './views';

/** What is selected: a box (layer or group) or a skip. */
export type Selection = NodeSelection;

/** A picture together with the graph it is of. */
export interface Shown {
  readonly picture: Picture;
  readonly graph: ModelGraph;
  readonly index: GraphIndex;
  /** The state that the picture was asked for. */
  readonly revision: number;
  /** The one that it was laid out with. */
  readonly expansion: Expansion;
}

export interface UiState {
  /** The file that the kept selection and expansion are of; undefined when nothing was kept. */
  readonly keptUri: string | undefined;
  /** The last state of the host; undefined until the first. */
  readonly designer: DesignerState | undefined;
  readonly shown: Shown | undefined;
  readonly expansion: Expansion;
  readonly selection: Selection | null;
  /** Nodes that the line with the editor's cursor made. */
  readonly cursorNodes: readonly string[];
  /** What went wrong while laying out, in words. */
  readonly layoutFailure: string | null;
  /** Of a layout that takes long. */
  readonly layoutProgress: LayoutProgress | null;
  /** Whether the layout of the present graph was cancelled, so that the picture is of another one. */
  readonly layoutCancelled: boolean;
  readonly inspector: InspectorState;
  readonly tools: Tools;
  readonly views: Views;
  readonly search: SearchState;
  /** Null where there is none; then nothing of profiles is worked out. */
  readonly profile: PageProfile | null;
  readonly profiling: ProfilingState;
  /** How the next profile is taken. */
  readonly profileChoices: ProfileChoices;
  /** The host's state that is fully on the screen, its picture included; -1 before the first. */
  readonly revision: number;
}

export interface InspectorState {
  readonly open: boolean;
  /** On a narrow page while nothing is selected, in place of `open`. */
  readonly modelOpen: boolean;
  /** Width at the side, height at the bottom, CSS pixels. */
  readonly width: number;
  readonly height: number;
}

/** The host's messages about profiles, and how the view of them is set. */
type ProfileAction =
  | { readonly type: 'profile'; readonly body: ShownProfile }
  | { readonly type: 'profiling'; readonly body: ProfilingState }
  | { readonly type: 'profileChoices'; readonly body: ProfileChoices }
  | { readonly type: 'profileView'; readonly change: Partial<ProfileSettings> };

export type UiAction =
  | { readonly type: 'designer'; readonly designer: DesignerState }
  | {
      readonly type: 'pictured';
      readonly picture: Picture;
      readonly graph: ModelGraph;
      readonly revision: number;
      readonly expansion: Expansion;
    }
  | { readonly type: 'layoutFailed'; readonly message: string; readonly revision: number }
  | { readonly type: 'layoutProgress'; readonly progress: LayoutProgress | null }
  | { readonly type: 'layoutCancelled'; readonly revision: number }
  | { readonly type: 'expand'; readonly id: string; readonly open: boolean }
  | { readonly type: 'expandAll'; readonly open: boolean }
  /** Opens these groups. */
  | { readonly type: 'open'; readonly ids: readonly string[] }
  | { readonly type: 'views'; readonly change: Partial<Views> }
  | { readonly type: 'layerTable'; readonly change: Partial<LayerTable> }
  | { readonly type: 'search'; readonly change: Partial<SearchState> }
  | ProfileAction
  | { readonly type: 'select'; readonly selection: Selection | null }
  | { readonly type: 'cursor'; readonly nodes: readonly string[] }
  | { readonly type: 'inspector'; readonly change: Partial<InspectorState> }
  | { readonly type: 'tools'; readonly change: Partial<Tools> };

const defaultInspector: InspectorState = { open: true, modelOpen: false, width: 348, height: 260 };

export const narrowest = { width: 240, height: 120 } as const;
export const widest = { width: 720, height: 640 } as const;

export function initialState(kept: KeptPage | undefined): UiState {
  return {
    keptUri: kept?.uri,
    designer: undefined,
    shown: undefined,
    expansion: kept?.expansion ?? {},
    selection: kept?.selected == null ? null : parseSelection(kept.selected),
    cursorNodes: [],
    layoutFailure: null,
    layoutProgress: null,
    layoutCancelled: false,
    inspector: kept?.inspector ?? defaultInspector,
    tools: { ...defaultTools, ...kept?.tools },
    views: kept?.views ?? defaultViews,
    search: noSearch,
    profile: null,
    profiling: noProfiling,
    profileChoices: firstChoices,
    revision: -1,
  };
}

export function reduce(state: UiState, action: UiAction): UiState {
  switch (action.type) {
    case 'designer':
      return withDesigner(state, action.designer);
    case 'pictured':
      return withPicture(state, action);
    case 'layoutFailed':
      return { ...state, layoutFailure: action.message, revision: action.revision };
    case 'layoutProgress':
      return { ...state, layoutProgress: action.progress };
    case 'layoutCancelled':
      return withoutLayout(state, action.revision);
    case 'expand':
      return { ...state, expansion: { ...state.expansion, [action.id]: action.open } };
    case 'expandAll':
      return { ...state, expansion: allGroups(state, action.open) };
    case 'open':
      return { ...state, expansion: { ...state.expansion, ...opened(action.ids) } };
    case 'views':
      return { ...state, views: { ...state.views, ...action.change } };
    case 'layerTable':
      return { ...state, views: withTable(state.views, action.change) };
    case 'search':
      return { ...state, search: { ...state.search, ...action.change } };
    case 'select':
      return sameSelection(state.selection, action.selection)
        ? state
        : { ...state, selection: action.selection };
    case 'cursor':
      return { ...state, cursorNodes: action.nodes };
    case 'inspector':
      return { ...state, inspector: limited({ ...state.inspector, ...action.change }) };
    case 'tools':
      return { ...state, tools: { ...state.tools, ...action.change } };
    default:
      return withProfile(state, action);
  }
}

/** States may overtake each other only by a bug of the host; an older one is not shown. */
function withDesigner(state: UiState, designer: DesignerState): UiState {
  const { designer: before } = state;
  if (before?.uri === designer.uri && before.revision > designer.revision) return state;
  const same = (before?.uri ?? state.keptUri ?? designer.uri) === designer.uri;
  const next = same ? state : forFile(state);
  const revision = needsLayout(next, designer) ? next.revision : designer.revision;
  return { ...next, designer, revision };
}

/** Another file starts anew; what the user set about the page stays. */
function forFile({ inspector, tools, views }: UiState): UiState {
  return { ...initialState(undefined), inspector, tools, views: forAnotherFile(views) };
}

function withTable(views: Views, change: Partial<LayerTable>): Views {
  return { ...views, layers: { ...views.layers, ...change } };
}

function withProfile(state: UiState, action: ProfileAction): UiState {
  switch (action.type) {
    case 'profile':
      return heated({ ...state, profile: pageProfile(action.body) }, state);
    case 'profiling':
      return { ...state, profiling: action.body };
    case 'profileChoices':
      return { ...state, profileChoices: action.body };
    case 'profileView':
      return { ...state, views: withProfileView(state.views, action.change) };
  }
}

/**
 * What was just measured is what the graph is coloured by, unless it is coloured by something else already; and so
 * is the difference, as soon as there is one.
 */
function heated(state: UiState, before: UiState): UiState {
  const { profile, views } = state;
  if (profile === null) return state;
  const isCompared = profile.compared !== undefined;
  const wasCompared = before.profile?.compared !== undefined;
  const times = profile.profile.settings.mode === 'train' ? 'both' : 'forward';
  if (isCompared && !wasCompared) return withHeat(state, 'difference');
  if (!isCompared && views.heat === 'difference') return withHeat(state, times);
  const isNew = before.profiling.running !== null;
  return isNew && views.heat === null ? withHeat(state, times) : state;
}

function withHeat(state: UiState, heat: HeatMeasure): UiState {
  return { ...state, views: { ...state.views, heat } };
}

function withProfileView(views: Views, change: Partial<ProfileSettings>): Views {
  return { ...views, profile: { ...views.profile, ...change } };
}

function pageProfile({ profile, compared }: ShownProfile): PageProfile | null {
  return profile === null ? null : { profile, compared };
}

function opened(ids: readonly string[]): Expansion {
  return Object.fromEntries(ids.map((id) => [id, true]));
}

/**
 * Whether a state of the host brings a picture to lay out. While an inspection runs its graph is
 * the one that is on the screen already.
 */
export function needsLayout({ shown, designer }: UiState, next: DesignerState): boolean {
  const { graph, busy } = next;
  if (shown !== undefined && shown.graph === graph && tellsOfTraining(designer, next)) return false;
  return graph !== undefined && !(busy && shown !== undefined);
}

/** The training step is measured behind the picture, which stays as it is. */
function tellsOfTraining(before: DesignerState | undefined, next: DesignerState): boolean {
  return JSON.stringify(before?.training) !== JSON.stringify(next.training);
}

function withPicture(state: UiState, action: UiAction & { type: 'pictured' }): UiState {
  const { picture, graph, revision, expansion } = action;
  const index = state.shown?.graph === graph ? state.shown.index : new GraphIndex(graph);
  const selection = stillThere(state.selection, index) ? state.selection : null;
  const shown = { picture, graph, index, revision, expansion };
  return {
    ...state,
    shown,
    selection,
    revision: Math.max(state.revision, revision),
    layoutFailure: null,
    layoutCancelled: false,
  };
}

/** The old picture stays, and with it the groups that are open in it. */
function withoutLayout(state: UiState, revision: number): UiState {
  const { shown, designer } = state;
  return {
    ...state,
    expansion: shown?.expansion ?? state.expansion,
    revision: Math.max(state.revision, revision),
    layoutCancelled: shown === undefined || shown.graph !== designer?.graph,
  };
}

function stillThere(selection: Selection | null, index: GraphIndex): boolean {
  if (selection === null) return false;
  if (selection.type === 'skip') return index.skips.has(selection.id);
  return index.nodes.has(selection.id) || index.groups.has(selection.id);
}

function allGroups(state: UiState, open: boolean): Expansion {
  const ids = [...(state.shown?.index.groups.keys() ?? [])];
  return Object.fromEntries(ids.map((id) => [id, open]));
}

function limited({ width, height, ...shown }: InspectorState): InspectorState {
  const within = (value: number, least: number, most: number): number =>
    Math.round(Math.min(most, Math.max(least, value)));
  return {
    ...shown,
    width: within(width, narrowest.width, widest.width),
    height: within(height, narrowest.height, widest.height),
  };
}

function sameSelection(a: Selection | null, b: Selection | null): boolean {
  return a?.type === b?.type && a?.id === b?.id;
}

const skipPrefix = 'skip:';

/** A selection as one string, to be kept: ids of skips may equal those of nodes. */
export function printSelection(selection: Selection | null): string | null {
  if (selection === null) return null;
  return selection.type === 'skip' ? skipPrefix + selection.id : selection.id;
}

function parseSelection(text: string): Selection {
  return text.startsWith(skipPrefix)
    ? { type: 'skip', id: text.slice(skipPrefix.length) }
    : { type: 'box', id: text };
}
