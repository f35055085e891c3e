/** Messages between the extension host and the designer webview. Validated on both sides. */
import type { ExportFormat } from '../model/exports/formats';
import type { ModelGraph } from '../model/graph';
import type { TrainingMemory } from '../model/peakMemory';
import type { Failure, SourcePlace } from './failure';
import type { Profile, ProfileChoices } from './profile';

/** An expression that builds a model when it is evaluated in the file's scope. */
export interface EntryCandidate {
  /** `resnet50()`, or `resnet(depth)` where `needsArguments`. */
  readonly expression: string;
  /** What it names: `resnet50`, `Net.build`. */
  readonly label: string;
  /** True when a parameter has no default, so the user has to edit the expression. */
  readonly needsArguments: boolean;
  /** True where another one of the file, which needs no arguments, makes it part of its model. */
  readonly inner?: boolean;
  /** Line of the function, class or constant, from 1. */
  readonly line: number;
}

/** How long each part of an inspection took, in milliseconds. */
export interface InspectTimings {
  readonly bundleMs: number;
  /** Running the user's code, and building on the meta device. */
  readonly evaluateMs: number;
  /** From the trace to the ModelGraph, skips included. */
  readonly analyseMs: number;
  /** From the request to the validated answer, in the host. */
  readonly totalMs: number;
}

/** What a training step holds; with neither `memory` nor `problem` it is being measured. */
export interface TrainingState {
  /** Examples in the batch that was asked for. */
  readonly batchSize: number;
  readonly memory?: TrainingMemory;
  /** Floating-point operations of a forward pass, which are counted along with it. */
  readonly flops?: number;
  /** Why it is not known. */
  readonly problem?: string;
}

/** Everything the webview shows of a file; as it is in the host and on the page. */
export interface DesignerState {
  /** Increases by one for each state sent. */
  readonly revision: number;
  /** URI of the model file, as the host writes it. */
  readonly uri: string;
  /** The file's name, for people. */
  readonly fileName: string;
  /** The entry expression in use; empty when running the file itself builds the model. */
  readonly entry: string;
  readonly entries: readonly EntryCandidate[];
  /** The last good picture (or the part that stands); absent before the first one. */
  readonly graph?: ModelGraph;
  /** The graph as bytes, as the inspect worker packed it. */
  readonly packedGraph?: Uint8Array;
  /** True when `graph` is of an earlier text than the editor's, because the present one fails. */
  readonly stale: boolean;
  /** What is wrong with the present text, worst first. */
  readonly failures: readonly Failure[];
  /** True while an inspection is running and `graph` is about to be replaced. */
  readonly busy: boolean;
  readonly timings?: InspectTimings;
  /** Of `graph`; absent until its picture is on the screen. */
  readonly training?: TrainingState;
  /** When the inspection started (after the debounce), milliseconds since the epoch. */
  readonly startedAt?: number;
}

/** What is selected in a designer: a box (layer or group) or a skip, by its id in the graph. */
export interface NodeSelection {
  readonly type: 'box' | 'skip';
  readonly id: string;
}

/** A state on its way to the page: the graph goes packed, because its JSON is twenty times as long. */
export interface SentState extends Omit<DesignerState, 'graph'> {
  /** True where the graph is left out because the one sent last still holds. */
  readonly graphKept?: boolean;
}

/** How far a profile is that is being taken. */
export interface ProfileProgress {
  /** What is being done, in the words of the host: `Warming up`. */
  readonly stage: string;
  readonly done: number;
  /** 0 where it is not known how much there is to do. */
  readonly total: number;
}

/** What there is to say of profiles apart from their numbers, which are long and change seldom. */
export interface ProfilingState {
  /** Of the profile that is being taken; null while none is. */
  readonly running: ProfileProgress | null;
  /** True when the file's text is another than the one that the shown profile is of. */
  readonly stale: boolean;
  /** Why there is no profile, or none of the present text. */
  readonly failure?: Failure;
}

/** The profile to show, and what it is compared with. */
export interface ShownProfile {
  /** Null where there is none, or none any more. */
  readonly profile: Profile | null;
  /** An earlier one, or one of another backend or batch: differences are from it to `profile`. */
  readonly compared?: Profile;
}

/** Host to webview. */
export interface HostMessages {
  readonly state: SentState;
  /** The cursor is on a line that made these nodes (none: clear what the cursor selected). */
  readonly selectNodes: { readonly nodes: readonly string[] };
  /** Something was selected outside the page: select it and bring it into sight. */
  readonly select: { readonly selection: NodeSelection };
  /** A command of the palette or a key binding. */
  readonly command: { readonly name: DesignerCommand };
  /** Draw the picture as a file: the page answers with `pictureText`, `picturePng` or `pictureFailed`. */
  readonly draw: PictureRequest;
  /** Sent when the page is ready and whenever another profile is to be shown; never with an edit. */
  readonly profile: ShownProfile;
  /** Sent when the page is ready and whenever it changes. */
  readonly profiling: ProfilingState;
  /** How the next profile is taken. Sent when the page is ready and whenever it changes. */
  readonly profileChoices: ProfileChoices;
}

/** What only the page can write: it alone knows which groups are open. */
export const pictureFormats = ['svg', 'png', 'mermaid'] as const satisfies readonly ExportFormat[];

export type PictureFormat = (typeof pictureFormats)[number];

export interface PictureRequest {
  readonly id: number;
  readonly format: PictureFormat;
  /** Pixels of a PNG for one of the picture's own, above 0 and at most 8. */
  readonly scale: number;
}

export const designerCommands = [
  'fit',
  'zoomToSelection',
  'zoomIn',
  'zoomOut',
  'expandAll',
  'collapseAll',
  'copyPicture',
] as const;

export type DesignerCommand = (typeof designerCommands)[number];

/** What the page asks of the host about profiles. */
export const profileCommands = [
  'run',
  'cancel',
  'selectBackend',
  'measureBatches',
  'compare',
  'stopComparing',
  'export',
] as const;

export type ProfileCommand = (typeof profileCommands)[number];

/** The charts of a profile that can be saved as files; they are part of the files' names. */
export const chartNames = [
  'timeline',
  'roofline',
  'memory',
  'throughput',
  'batch-time',
  'batch-peak',
  'costs',
] as const;

export type ChartName = (typeof chartNames)[number];

/** A PNG comes as bytes, by a message of its own. */
export const chartTextFormats = ['svg', 'csv'] as const;

/** Webview to host. */
export interface WebviewMessages {
  /** The page has loaded and listens; when its document and its listening began, in milliseconds since the epoch. */
  readonly ready: { readonly begunAt: number; readonly readyAt: number };
  /** The user selected a node: show its line without taking the focus from the webview. */
  readonly reveal: { readonly place: SourcePlace; readonly focus: boolean };
  /** The selection has changed, whoever changed it. */
  readonly selected: { readonly selection: NodeSelection | null };
  /** Build this expression instead. */
  readonly setEntry: { readonly entry: string };
  /** Measure a training step with so many examples in a batch. */
  readonly setBatchSize: { readonly batchSize: number };
  /** Run the inspection again. */
  readonly retry: Record<string, never>;
  /** Write the fix of a failure of the state into its text: which of them, from 0. */
  readonly applyFix: { readonly index: number };
  readonly manageTrust: Record<string, never>;
  /** Stop the inspection that is running. */
  readonly cancel: Record<string, never>;
  /** An SVG or a Mermaid chart that `draw` asked for. */
  readonly pictureText: { readonly id: number; readonly text: string };
  /** A PNG; its scale is less than was asked for where one of that size cannot be made. */
  readonly picturePng: { readonly id: number; readonly bytes: Uint8Array; readonly scale: number };
  readonly pictureFailed: { readonly id: number; readonly message: string };
  /** `copyPicture` has put a PNG on the clipboard. */
  readonly copied: Record<string, never>;
  /** The page may not: the host puts this SVG there as text. */
  readonly copySvg: { readonly svg: string };
  /** Write a chart of a profile to a file that the user names. */
  readonly saveChart: {
    readonly name: ChartName;
    readonly format: (typeof chartTextFormats)[number];
    readonly text: string;
  };
  readonly saveChartPng: { readonly name: ChartName; readonly bytes: Uint8Array };
  readonly profile: { readonly command: ProfileCommand };
  /** Take profiles so from now on. */
  readonly setProfileChoices: ProfileChoices;
  /** Start a new model from one of the samples. */
  readonly newFromSample: Record<string, never>;
  /**
   * The picture of `revision` is on the screen. Milliseconds; since the epoch where the page had a graph last,
   * had its picture, and had that on the screen.
   */
  readonly drawn: {
    readonly revision: number;
    readonly layoutMs: number;
    readonly drawMs: number;
    readonly receivedAt: number;
    readonly laidOutAt: number;
    readonly drawnAt: number;
  };
  /** A bug in the webview: logged in the output channel. */
  readonly error: { readonly message: string; readonly stack: string };
}

/** What the webview keeps over a reload, by `vscode.setState`; the host gets it back too. */
export interface SavedDesigner {
  readonly uri: string;
  readonly entry: string;
  readonly expansion: Readonly<Record<string, boolean>>;
  readonly selected: string | null;
  readonly viewport: { readonly x: number; readonly y: number; readonly zoom: number } | null;
}
