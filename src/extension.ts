/** Wiring only: builds the parts, hands them to each other, and registers their disposal. */
import {
  languages,
  TabInputWebview,
  Uri,
  window,
  workspace,
  type Disposable,
  type ExtensionContext,
  type TreeDataProvider,
} from 'vscode';
import { registerCommands, updateFileContext } from './commands/commands';
import { ModelLenses } from './editor/codeLenses';
import type { Beside, BesideServices } from './editor/beside';
import { ModelDiagnostics } from './editor/diagnostics';
import { EntryMemory } from './editor/entries';
import { modelFiles } from './editor/languages';
import type { Profiling } from './editor/profiling';
import type { ProfilingServices } from './editor/profiling/services';
import { storedProfiles } from './editor/profiling/profileFolder';
import { QuickFixes } from './editor/quickFixes';
import { ChoiceMemory } from './editor/profileChoices';
import { reveal } from './editor/reveal';
import { SelectionHub } from './editor/selection';
import type { DesignerSession } from './editor/session';
import { Sessions } from './editor/sessions';
import { disposeLog, inBackground, log } from './editor/log';
import { setting } from './editor/settings';
import { viewType } from './panels/designerPanel';
import { Panels } from './panels/panels';
import type { Inspector } from './workerHost/inspector';

/** The bundler and the workers, loaded when the first model is opened. */
class LazyInspector implements Disposable {
  readonly #extensionUri: Uri;
  #inspector: Promise<Inspector> | undefined;
  #prepared = false;

  constructor(extensionUri: Uri) {
    this.#extensionUri = extensionUri;
  }

  readonly get = (): Promise<Inspector> => {
    this.#inspector ??= this.#make();
    return this.#inspector;
  };

  async #make(): Promise<Inspector> {
    const { Inspector: Loaded } = await import('./editor/reading');
    return new Loaded({
      log: (text) => log().debug(text),
      workerOptions: () => ({
        script: Uri.joinPath(this.#extensionUri, 'dist', 'inspect-worker.js').fsPath,
        nodePath: setting('worker.nodePath'),
        timeLimitMs: setting('inspect.timeLimitSeconds') * 1000,
        memoryLimitMB: setting('inspect.memoryLimitMegabytes'),
      }),
    });
  }

  /** Starts what the first inspection needs, none of which runs code of the user's. */
  readonly prepare = async (): Promise<void> => {
    if (this.#prepared || !workspace.isTrusted) return;
    this.#prepared = true;
    await (await this.get()).prepare();
  };

  dispose(): void {
    void this.#inspector?.then((inspector) => inspector.dispose());
  }
}

/** What stands beside the code, loaded when the first model is read. */
class LazyBeside implements Disposable {
  readonly #services: () => BesideServices;
  #beside: Promise<Beside> | undefined;
  #loaded: Beside | undefined;

  constructor(services: () => BesideServices) {
    this.#services = services;
  }

  readonly get = (): Promise<Beside> => {
    this.#beside ??= this.#make();
    return this.#beside;
  };

  /** Undefined until it has loaded. */
  get loaded(): Beside | undefined {
    return this.#loaded;
  }

  async #make(): Promise<Beside> {
    const { Beside: Loaded } = await import('./editor/beside');
    this.#loaded = new Loaded(this.#services());
    return this.#loaded;
  }

  dispose(): void {
    void this.#beside?.then((beside) => beside.dispose());
  }
}

/** Profiling, loaded when the first profile is asked for. */
class LazyProfiling implements Disposable {
  readonly #services: () => ProfilingServices;
  #profiling: Promise<Profiling> | undefined;
  #loaded: Profiling | undefined;

  constructor(services: () => ProfilingServices) {
    this.#services = services;
  }

  readonly get = (): Promise<Profiling> => {
    this.#profiling ??= this.#make();
    return this.#profiling;
  };

  /** Undefined until it has loaded. */
  get loaded(): Profiling | undefined {
    return this.#loaded;
  }

  async #make(): Promise<Profiling> {
    const { Profiling: Loaded } = await import('./editor/profiling');
    this.#loaded = new Loaded(this.#services());
    return this.#loaded;
  }

  dispose(): void {
    void this.#profiling?.then((profiling) => profiling.dispose());
  }
}

function storage({ extensionUri, globalStorageUri }: ExtensionContext) {
  return { extensionUri, storageUri: globalStorageUri };
}

/** The parts that belong to no one command or provider, joined to each other. */
function parts(context: ExtensionContext) {
  const inspector = new LazyInspector(context.extensionUri);
  const diagnostics = new ModelDiagnostics();
  const memory = new EntryMemory(context.workspaceState);
  const choices = new ChoiceMemory(context.workspaceState);
  const selection = new SelectionHub();
  const sessions = new Sessions({ inspector: inspector.get, diagnostics, memory });
  const panels = new Panels(context.extensionUri, { sessions, selection, memory, choices });
  const lenses: ModelLenses = new ModelLenses(
    (document, entry) => beside.loaded?.lensTotals(document, entry),
    () => inBackground('prepare', inspector.prepare()),
  );
  const beside = new LazyBeside(() => ({
    sessions,
    selection,
    lenses,
    onDidActivate: panels.onDidActivate,
    reveal: (place, focus) => inBackground('reveal', reveal(place, focus)),
    timedLines: (document) => profiling.loaded?.timedLines(document) ?? new Set(),
    openDesigner: (uri) => panels.open(uri, undefined),
    log: (text) => log().info(text),
  }));
  const profiling: LazyProfiling = new LazyProfiling(() => ({
    ...storage(context),
    sessions,
    choices,
    viewerOf: (uri) => panels.of(uri),
    refreshHints: () => beside.loaded?.refreshHints(),
    log: (text) => log().debug(text),
    inBackground,
  }));
  // In the order in which they end: who uses another ends before it.
  const ofEditor = { lenses, selection, choices, diagnostics };
  return { profiling, beside, panels, sessions, ...ofEditor, inspector };
}

/** Shows the profile of before; where none is kept, what profiles need is not loaded. */
async function restoreProfile(session: DesignerSession, profiling: LazyProfiling): Promise<void> {
  const known = profiling.loaded !== undefined || (await storedProfiles(session.uri)).length > 0;
  if (known) await (await profiling.get()).restore(session);
}

const noRows: TreeDataProvider<never> = { getChildren: () => [], getTreeItem: (row) => row };

export function activate(context: ExtensionContext): void {
  const all = parts(context);
  const { diagnostics, panels, sessions, lenses, beside, profiling } = all;
  context.subscriptions.push(
    { dispose: disposeLog },
    ...Object.values(all),
    sessions.onDidChange(() => inBackground('beside', beside.get())),
    panels.onDidAskProfile(({ session, command }) =>
      inBackground(
        'profile',
        profiling.get().then((loaded) => loaded.ask(session, command)),
      ),
    ),
    panels.onDidFirstDraw((session) => inBackground('restore', restoreProfile(session, profiling))),
    // Without rows the view shows its welcome, which offers the samples.
    window.registerTreeDataProvider('resnetDesigner.start', noRows),
    languages.registerCodeLensProvider(modelFiles, lenses),
    languages.registerCodeActionsProvider(modelFiles, new QuickFixes(diagnostics), {
      providedCodeActionKinds: QuickFixes.kinds,
    }),
    window.onDidChangeActiveTextEditor(() => inBackground('context', updateFileContext())),
    ...registerCommands({
      extensionUri: context.extensionUri,
      panels,
      beside: beside.get,
      profiling: profiling.get,
    }),
  );
  inBackground('context', updateFileContext());
  openFirst(panels);
  sessions.start();
}

/** `npm start` names the file to show first; a window that is reloaded restores its own designers. */
function openFirst(panels: Panels): void {
  const file = process.env['RESNET_DESIGNER_OPEN'];
  const tabs = window.tabGroups.all.flatMap((group) => group.tabs);
  const restored = tabs.some(
    ({ input }) => input instanceof TabInputWebview && input.viewType.includes(viewType),
  );
  if (file !== undefined && file !== '' && !restored) panels.open(Uri.file(file), undefined);
}
