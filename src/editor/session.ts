/**
 * One model file that is open in a designer: follows its text, inspects it, and holds the state that
 * the webview shows. Who made it ends it.
 */
import { basename } from 'node:path';
import {
  CancellationTokenSource,
  EventEmitter,
  l10n,
  Uri,
  workspace,
  type Disposable,
} from 'vscode';
import type { BundleRequest } from '../bundle/bundler';
import type { ModelGraph } from '../model/graph';
import type { DesignerState } from '../protocol/designer';
import type { Failure } from '../protocol/failure';
import type { Inspection, Inspector } from '../workerHost/inspector';
import type { ModelDiagnostics } from './diagnostics';
import { entriesOf, initialEntry, type EntryMemory } from './entries';
import { FileWatch } from './fileWatch';
import { inBackground, log } from './log';
import { setting } from './settings';
import { TrainingMeasure } from './trainingMeasure';
import { unsavedTexts } from './unsaved';

/** What every session works with. */
export interface SessionServices {
  /** Made when the first model is opened: it loads the bundler and starts processes. */
  readonly inspector: () => Promise<Inspector>;
  readonly diagnostics: Pick<ModelDiagnostics, 'set' | 'clear'>;
  readonly memory: EntryMemory;
}

/** An inspection, with the versions of the open texts that it read. */
interface Reading {
  readonly inspection: Inspection;
  readonly versions: ReadonlyMap<string, number>;
}

function untrusted(): Failure {
  const message = l10n.t(
    'Reading a model runs the code of its file, and this workspace is not trusted. Trust the workspace ("Workspaces: Manage Workspace Trust") to see the model.',
  );
  return { code: 'workspace-untrusted', severity: 'warning', message };
}

/** Failures after which what was built so far is worth more than the last good picture. */
function replacesPicture(graph: ModelGraph, previous: ModelGraph | undefined): boolean {
  if (graph.complete || previous === undefined) return true;
  return graph.nodes.some(({ failed }) => failed === true);
}

export class DesignerSession implements Disposable {
  readonly uri: Uri;
  readonly #services: SessionServices;
  readonly #changed = new EventEmitter<DesignerState>();
  readonly onDidChangeState = this.#changed.event;
  readonly #watch: FileWatch;
  readonly #disposables: Disposable[] = [this.#changed];
  #state: DesignerState;
  /** Undefined until something was chosen: then each run asks the comment and the memory. */
  #chosenEntry: string | undefined;
  /** Versions of the open texts that the present graph was made from, by path. */
  #readVersions: ReadonlyMap<string, number> = new Map();
  #run: CancellationTokenSource | undefined;
  #debounce: NodeJS.Timeout | undefined;
  readonly #measure: TrainingMeasure;
  /** What the picture was made from, until its training step is measured. */
  #unmeasured: BundleRequest | undefined;
  #pictured: BundleRequest | undefined;
  #request: BundleRequest | undefined;
  /** As chosen on the page; else the setting's. */
  #batchSize: number | undefined;

  constructor(uri: Uri, entry: string | undefined, services: SessionServices) {
    this.uri = uri;
    this.#services = services;
    this.#chosenEntry = entry;
    this.#state = {
      revision: 0,
      uri: uri.toString(),
      fileName: basename(uri.fsPath),
      entry: entry ?? '',
      entries: [],
      stale: false,
      failures: [],
      busy: true,
    };
    this.#measure = new TrainingMeasure({
      inspector: services.inspector,
      fault: ({ message, detail }) => log().error(message, detail),
    });
    this.#watch = new FileWatch(uri.fsPath, () => this.#schedule());
    this.#disposables.push(
      this.#watch,
      workspace.onDidGrantWorkspaceTrust(() => this.inspect()),
    );
  }

  get state(): DesignerState {
    return this.#state;
  }

  /** Versions of the texts that were open when the present graph was asked for, by path. */
  get readVersions(): ReadonlyMap<string, number> {
    return this.#readVersions;
  }

  /** Resolves when no inspection is running. */
  async read(): Promise<void> {
    if (!this.#state.busy) return;
    await new Promise<void>((resolve) => {
      const done = this.onDidChangeState(({ busy }) => {
        if (busy) return;
        done.dispose();
        resolve();
      });
    });
  }

  /** Builds another expression, and remembers it for the file. */
  setEntry(entry: string): void {
    this.#chosenEntry = entry;
    this.#services.memory.remember(this.uri.toString(), entry);
    this.inspect();
  }

  /** The picture is on the screen: its training step is measured, once. */
  measureTraining(): void {
    const request = this.#unmeasured;
    const trainingBatchSize = this.#batchSize ?? setting('training.batchSize');
    if (request === undefined || this.#state.busy || trainingBatchSize === 0) return;
    this.#unmeasured = undefined;
    const measured = this.#measure.start({ ...request, trainingBatchSize }, (training) =>
      this.#update({ training }),
    );
    inBackground('measure training', measured);
  }

  /** Measures the training step of the picture with another batch. */
  setBatchSize(batchSize: number): void {
    this.#batchSize = batchSize;
    this.#unmeasured = this.#state.stale ? undefined : this.#pictured;
    this.measureTraining();
  }

  /** Starts an inspection now, in place of the one that is running. */
  inspect(): void {
    clearTimeout(this.#debounce);
    this.#measure.cancel();
    this.#run?.cancel();
    const run = new CancellationTokenSource();
    this.#run = run;
    inBackground('inspect', this.#inspect(run));
  }

  cancel(): void {
    clearTimeout(this.#debounce);
    this.#run?.cancel();
    this.#run = undefined;
    this.#update({ busy: false });
  }

  #schedule(): void {
    clearTimeout(this.#debounce);
    this.#measure.cancel();
    this.#debounce = setTimeout(() => this.inspect(), setting('inspect.debounceMilliseconds'));
  }

  #update(change: Partial<DesignerState>): void {
    this.#state = { ...this.#state, ...change, revision: this.#state.revision + 1 };
    this.#changed.fire(this.#state);
  }

  async #inspect(run: CancellationTokenSource): Promise<void> {
    if (!workspace.isTrusted) {
      this.#update({ busy: false, failures: [untrusted()] });
      return;
    }
    const startedAt = Date.now();
    this.#update({ busy: true });
    const read = await this.#runInspector(run);
    if (read === undefined || run.token.isCancellationRequested) return;
    this.#show(read.inspection, startedAt, read.versions);
  }

  async #runInspector(run: CancellationTokenSource): Promise<Reading | undefined> {
    const document = await workspace.openTextDocument(this.uri).then(undefined, () => undefined);
    if (document === undefined) return { inspection: this.#missing(), versions: new Map() };
    const entry = this.#chosenEntry ?? (await initialEntry(document, this.#services.memory));
    const inspector = await this.#services.inspector();
    if (run.token.isCancellationRequested) return undefined;
    const cancelled = new Promise<void>((resolve) =>
      run.token.onCancellationRequested(() => resolve()),
    );
    const versions = openVersions();
    const request = { file: this.uri.fsPath, entry, unsaved: unsavedTexts() };
    this.#request = request;
    const inspecting = inspector.inspect(request, cancelled);
    // The builders are looked for while the worker is busy.
    const entries = await entriesOf(document);
    if (run === this.#run) this.#state = { ...this.#state, entry, entries };
    return { inspection: await inspecting, versions };
  }

  #missing(): Inspection {
    const failure: Failure = {
      code: 'file-not-found',
      severity: 'error',
      message: l10n.t(
        '{0} cannot be read. It may have been moved or deleted; close this designer and open the file again.',
        this.#state.fileName,
      ),
    };
    return {
      failures: [failure],
      files: [],
      timings: { bundleMs: 0, evaluateMs: 0, analyseMs: 0, totalMs: 0 },
    };
  }

  #show(inspection: Inspection, startedAt: number, versions: ReadonlyMap<string, number>): void {
    const { graph, packedGraph, failures, timings, files } = inspection;
    const previous = this.#state.graph;
    const taken = graph !== undefined && replacesPicture(graph, previous) ? graph : undefined;
    for (const { detail } of failures) if (detail !== undefined) log().debug(detail);
    this.#watch.follow(files);
    if (taken !== undefined) this.#readVersions = versions;
    this.#services.diagnostics.set(this, this.uri.fsPath, failures);
    this.#pictured = taken?.complete === true ? this.#request : undefined;
    this.#unmeasured = this.#pictured;
    if (taken !== undefined) this.#forgetTraining();
    this.#update({
      ...(taken === undefined || packedGraph === undefined ? {} : { graph: taken, packedGraph }),
      stale: taken === undefined && previous !== undefined,
      failures,
      busy: false,
      timings,
      startedAt,
    });
  }

  #forgetTraining(): void {
    const state = { ...this.#state };
    Reflect.deleteProperty(state, 'training');
    this.#state = state;
  }

  dispose(): void {
    clearTimeout(this.#debounce);
    this.#measure.cancel();
    this.#run?.cancel();
    this.#services.diagnostics.clear(this);
    for (const disposable of this.#disposables) disposable.dispose();
  }
}

function openVersions(): Map<string, number> {
  return new Map(workspace.textDocuments.map(({ uri, version }) => [uri.fsPath, version]));
}
