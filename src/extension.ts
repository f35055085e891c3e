/** Wiring only: builds the parts, hands them to each other, and registers their disposal. */
import {
  languages,
  TabInputWebview,
  Uri,
  window,
  type Disposable,
  type ExtensionContext,
} from 'vscode';
import { registerCommands, updateFileContext } from './commands/commands';
import { ModelLenses } from './editor/codeLenses';
import { ModelDiagnostics } from './editor/diagnostics';
import { EntryMemory } from './editor/entries';
import { modelFiles } from './editor/languages';
import { QuickFixes } from './editor/quickFixes';
import { disposeLog, inBackground, log } from './editor/log';
import { setting } from './editor/settings';
import { viewType } from './panels/designerPanel';
import { Panels } from './panels/panels';
import type { Inspector } from './workerHost/inspector';

/** The bundler and the workers, loaded when the first model is opened. */
class LazyInspector implements Disposable {
  readonly #extensionUri: Uri;
  #inspector: Promise<Inspector> | undefined;

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

  dispose(): void {
    void this.#inspector?.then((inspector) => inspector.dispose());
  }
}

export function activate(context: ExtensionContext): void {
  const inspector = new LazyInspector(context.extensionUri);
  const diagnostics = new ModelDiagnostics();
  const memory = new EntryMemory(context.workspaceState);
  const panels = new Panels(context.extensionUri, {
    inspector: inspector.get,
    diagnostics,
    memory,
  });
  const lenses = new ModelLenses();
  context.subscriptions.push(
    { dispose: disposeLog },
    inspector,
    diagnostics,
    panels,
    lenses,
    languages.registerCodeLensProvider(modelFiles, lenses),
    languages.registerCodeActionsProvider(modelFiles, new QuickFixes(diagnostics), {
      providedCodeActionKinds: QuickFixes.kinds,
    }),
    window.onDidChangeActiveTextEditor(() => inBackground('context', updateFileContext())),
    ...registerCommands(context.extensionUri, panels),
  );
  inBackground('context', updateFileContext());
  openFirst(panels);
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
