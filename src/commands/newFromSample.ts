/** "New Model from Sample…": a network of the library as a file of the user's own. */
import {
  l10n,
  QuickPickItemKind,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type QuickPickItem,
  type WorkspaceFolder,
} from 'vscode';
import { offerTensorflow } from './offerTensorflow';
import { freeName, groupSamples, listSamples, type Sample } from '../samples/samples';

interface SampleItem extends QuickPickItem {
  readonly sample?: Sample;
}

function items(): SampleItem[] {
  return groupSamples(listSamples()).flatMap(([group, samples]) => [
    { label: group, kind: QuickPickItemKind.Separator },
    ...samples.map((sample) => ({
      label: sample.title,
      description: sample.size,
      detail: sample.paper,
      sample,
    })),
  ]);
}

async function chooseSample(): Promise<Sample | undefined> {
  const chosen = await window.showQuickPick(items(), {
    title: l10n.t('New Model from Sample'),
    placeHolder: l10n.t('A network to start from'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.sample;
}

/** Where new files go: the workspace's folder on disk; of several, the one that the user picks. */
async function chooseFolder(
  folders: readonly WorkspaceFolder[],
): Promise<WorkspaceFolder | undefined> {
  if (folders.length === 1) return folders[0];
  const picked = await window.showWorkspaceFolderPick({
    placeHolder: l10n.t('Folder for the new model'),
  });
  return picked?.uri.scheme === 'file' ? picked : undefined;
}

interface Target {
  readonly uri: Uri;
  readonly overwrite: boolean;
}

/** A file that is there is replaced only when the user says so; undefined when they gave up. */
async function chooseTarget(folder: WorkspaceFolder, name: string): Promise<Target | undefined> {
  const entries = await workspace.fs.readDirectory(folder.uri);
  // Not every file system tells capitals apart.
  const taken = new Set(entries.map(([entry]) => entry.toLowerCase()));
  const free = Uri.joinPath(folder.uri, freeName(name, taken));
  if (!taken.has(name)) return { uri: free, overwrite: false };
  const [both, replace] = [l10n.t('Keep Both'), l10n.t('Replace')];
  const answer = await window.showWarningMessage(
    l10n.t('{0} is already in {1}.', name, folder.name),
    { modal: true, detail: l10n.t('Keeping both makes {0}.', freeName(name, taken)) },
    both,
    replace,
  );
  if (answer === both) return { uri: free, overwrite: false };
  if (answer === replace) return { uri: Uri.joinPath(folder.uri, name), overwrite: true };
  return undefined;
}

/** The copy in the workspace, as an edit that can be undone; undefined when there is none. */
async function copyInto(
  folders: readonly WorkspaceFolder[],
  name: string,
  contents: Uint8Array,
): Promise<Uri | undefined> {
  const folder = await chooseFolder(folders);
  const target = folder && (await chooseTarget(folder, name));
  if (target === undefined) return undefined;
  const { uri, overwrite } = target;
  const edit = new WorkspaceEdit();
  edit.createFile(uri, { overwrite, contents });
  if (await workspace.applyEdit(edit)) return uri;
  await window.showErrorMessage(
    l10n.t('{0} could not be written. Check that the folder allows it.', uri.fsPath),
  );
  return undefined;
}

/** Without a workspace the text is shown untitled: only a file on disk can be drawn. */
async function openUntitled(contents: Uint8Array): Promise<Uri | undefined> {
  const content = new TextDecoder().decode(contents);
  const document = await workspace.openTextDocument({ language: 'typescript', content });
  await window.showTextDocument(document);
  const answer = await window.showInformationMessage(
    l10n.t(
      'No folder is open, so the model is not saved yet. Save it to see it in ResNet Designer.',
    ),
    l10n.t('Save…'),
  );
  return answer === undefined ? undefined : workspace.save(document.uri);
}

/** Asks for a sample, copies it, opens the copy, and has its designer opened by `openDesigner`. */
export async function newFromSample(
  extensionUri: Uri,
  openDesigner: (uri: Uri, entry: string) => void,
): Promise<void> {
  const sample = await chooseSample();
  if (sample === undefined) return;
  const source = Uri.joinPath(extensionUri, 'media', 'models', sample.file);
  const contents = await workspace.fs.readFile(source);
  const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const uri =
    folders.length === 0
      ? await openUntitled(contents)
      : await copyInto(folders, sample.file, contents);
  if (uri?.scheme !== 'file') return;
  await window.showTextDocument(uri, { preview: false });
  openDesigner(uri, sample.entry);
  await offerTensorflow(uri);
}
