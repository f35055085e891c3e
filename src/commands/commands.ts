/** The commands of the palette, one table typed by command id. */
import { commands, l10n, Uri, window, type Disposable } from 'vscode';
import type { Beside } from '../editor/beside';
import type { OpenArguments } from '../editor/codeLenses';
import { entriesOf } from '../editor/entries';
import { isModelFile, isModelUri } from '../editor/languages';
import { inBackground, log } from '../editor/log';
import type { Profiling } from '../editor/profiling';
import type { DesignerPanel } from '../panels/designerPanel';
import type { Panels } from '../panels/panels';
import type { DesignerCommand, EntryCandidate } from '../protocol/designer';
import { failureCodes } from '../protocol/failure';
import { askForEntry, chooseEntry } from './entryInput';

/** Every command's id without the prefix, and what it takes. */
interface CommandTable {
  readonly open: (target?: Uri | OpenArguments) => Promise<void>;
  readonly newFromSample: () => Promise<void>;
  readonly chooseEntry: () => Promise<void>;
  readonly inspectAgain: () => Promise<void>;
  readonly cancelInspection: () => void;
  readonly fit: () => void;
  readonly zoomToSelection: () => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly expandAll: () => void;
  readonly collapseAll: () => void;
  readonly export: () => Promise<void>;
  readonly exportSvg: () => Promise<void>;
  readonly copyPicture: () => void;
  readonly exportSamples: () => Promise<void>;
  readonly goToLayer: (target?: Uri) => Promise<void>;
  readonly profile: (target?: Uri | OpenArguments) => Promise<void>;
  readonly selectBackend: () => Promise<void>;
  readonly installTensorflow: () => Promise<void>;
  readonly forgetRoofs: () => Promise<void>;
  readonly compareProfiles: () => Promise<void>;
  readonly exportProfile: () => Promise<void>;
  readonly explainFailure: (code?: unknown) => Promise<void>;
  readonly showLog: () => void;
}

/** Where the entry of a lens needs arguments, the user is asked for them. */
async function complete(file: string, entry: EntryCandidate): Promise<string | undefined> {
  return entry.needsArguments ? askForEntry(file, entry.expression) : entry.expression;
}

async function openLens(panels: Panels, { uri, entry }: OpenArguments): Promise<void> {
  const target = Uri.parse(uri);
  const expression = await complete(target.fsPath, entry);
  if (expression !== undefined) panels.open(target, expression);
}

/** The file to open: of the explorer or the editor's title, else of the active editor. */
function targetUri(target: Uri | undefined): Uri | undefined {
  if (target !== undefined) return isModelUri(target) ? target : undefined;
  const document = window.activeTextEditor?.document;
  return document !== undefined && isModelFile(document) ? document.uri : undefined;
}

/** @param advice where there is no file to open. */
async function openFile(panels: Panels, target: Uri | undefined, advice: string): Promise<void> {
  const uri = targetUri(target);
  if (uri !== undefined) panels.open(uri, undefined);
  else await window.showInformationMessage(advice);
}

function openCommand(panels: Panels): CommandTable['open'] {
  return async (target) => {
    if (target !== undefined && 'entry' in target) return openLens(panels, target);
    const advice = l10n.t(
      'Open a TypeScript or JavaScript file that builds a model, then run "Open in ResNet Designer" again.',
    );
    return openFile(panels, target, advice);
  };
}

/** Without a designer it opens that of the file in front, which inspects. */
function inspectAgainCommand(panels: Panels): CommandTable['inspectAgain'] {
  return async () => {
    if (panels.current !== undefined) panels.current.session.inspect();
    else {
      const advice = l10n.t(
        'No designer is open. Open a TypeScript or JavaScript file that builds a model, then run "Inspect Again" again.',
      );
      await openFile(panels, undefined, advice);
    }
  };
}

function chooseCommand(panels: Panels): CommandTable['chooseEntry'] {
  return async () => {
    const session = panels.current?.session;
    if (session === undefined) return;
    const entry = await chooseEntry(session.uri.fsPath, session.state.entries, session.state.entry);
    if (entry !== undefined) session.setEntry(entry);
  };
}

function sampleCommand(extensionUri: Uri, panels: Panels): CommandTable['newFromSample'] {
  return async () => {
    const { newFromSample } = await import('./newFromSample');
    await newFromSample(extensionUri, (uri, entry) => panels.open(uri, entry));
  };
}

type ExportCommands = Pick<CommandTable, 'export' | 'exportSvg' | 'copyPicture' | 'exportSamples'>;

function exportCommands(extensionUri: Uri, panels: Panels): ExportCommands {
  return {
    export: async () => {
      const { exportModel } = await import('./exporting');
      if (panels.current !== undefined) await exportModel(panels.current);
    },
    exportSvg: async () => {
      const { exportAs } = await import('./exporting');
      if (panels.current !== undefined) await exportAs(panels.current, 'svg');
    },
    copyPicture: () => panels.current?.copyPicture(),
    exportSamples: async () => {
      const { exportSamples } = await import('./exporting');
      await exportSamples(extensionUri);
    },
  };
}

/** What the commands act on. */
export interface CommandServices {
  readonly extensionUri: Uri;
  readonly panels: Panels;
  readonly beside: () => Promise<Beside>;
  readonly profiling: () => Promise<Profiling>;
}

function goToLayerCommand({ beside, panels }: CommandServices): CommandTable['goToLayer'] {
  return async (target) => {
    const inDesigner = panels.current?.active === true ? panels.current.session.uri : undefined;
    await (await beside()).goToLayer(target instanceof Uri ? target : inDesigner);
  };
}

type ProfileCommands = Pick<
  CommandTable,
  | 'profile'
  | 'selectBackend'
  | 'installTensorflow'
  | 'forgetRoofs'
  | 'compareProfiles'
  | 'exportProfile'
>;

/** The model to profile: of a lens, of the explorer, else of the designer or editor in front. */
async function designerFor(
  panels: Panels,
  target: Uri | OpenArguments | undefined,
): Promise<DesignerPanel | undefined> {
  if (target !== undefined && 'entry' in target) {
    await openLens(panels, target);
    return panels.of(Uri.parse(target.uri));
  }
  const uri = panels.current?.active === true ? undefined : targetUri(target);
  return uri === undefined ? panels.current : panels.open(uri, undefined);
}

function profileCommands({ panels, profiling }: CommandServices): ProfileCommands {
  const withDesigner =
    (act: (profiling: Profiling, designer: DesignerPanel) => Promise<void>) =>
    async (target?: Uri | OpenArguments): Promise<void> => {
      const designer = await designerFor(panels, target);
      if (designer !== undefined) await act(await profiling(), designer);
      else await window.showInformationMessage(l10n.t('Open a file that builds a model first.'));
    };
  return {
    profile: withDesigner(async (loaded, { session }) => {
      await session.read();
      await loaded.run(session);
    }),
    selectBackend: async () => (await profiling()).selectBackend(),
    installTensorflow: async () => (await profiling()).installTensorflow(),
    forgetRoofs: async () => (await profiling()).forgetRoofs(),
    compareProfiles: withDesigner((loaded, { session }) => loaded.compare(session.uri)),
    exportProfile: withDesigner((loaded, { session }) => loaded.export(session)),
  };
}

/** Opens the explanation of a failure's code, which the link on a diagnostic names. */
function explainCommand(extensionUri: Uri): CommandTable['explainFailure'] {
  return async (code) => {
    const known = failureCodes.find((candidate) => candidate === code);
    const page = Uri.joinPath(extensionUri, 'docs', 'failures.md');
    await commands.executeCommand('markdown.showPreview', page.with({ fragment: known ?? '' }));
  };
}

function table(services: CommandServices): CommandTable {
  const { extensionUri, panels } = services;
  const view = (name: DesignerCommand) => (): void => panels.current?.command(name);
  return {
    open: openCommand(panels),
    newFromSample: sampleCommand(extensionUri, panels),
    chooseEntry: chooseCommand(panels),
    inspectAgain: inspectAgainCommand(panels),
    cancelInspection: () => panels.current?.session.cancel(),
    fit: view('fit'),
    zoomToSelection: view('zoomToSelection'),
    zoomIn: view('zoomIn'),
    zoomOut: view('zoomOut'),
    expandAll: view('expandAll'),
    collapseAll: view('collapseAll'),
    ...exportCommands(extensionUri, panels),
    goToLayer: goToLayerCommand(services),
    ...profileCommands(services),
    explainFailure: explainCommand(extensionUri),
    showLog: () => log().show(),
  };
}

/** Registers all commands; a command that throws is a bug, and is logged. */
export function registerCommands(services: CommandServices): Disposable[] {
  return Object.entries(table(services)).map(([name, run]: [string, (target?: Uri) => unknown]) =>
    commands.registerCommand(`resnetDesigner.${name}`, (target?: Uri) =>
      inBackground(
        name,
        Promise.resolve().then(() => run(target)),
      ),
    ),
  );
}

/** Whether the editor in front builds a model, for the button in its title. */
export async function updateFileContext(): Promise<void> {
  const document = window.activeTextEditor?.document;
  const builds =
    document !== undefined && isModelFile(document) && (await entriesOf(document)).length > 0;
  await commands.executeCommand('setContext', 'resnetDesigner.fileBuildsModel', builds);
}
