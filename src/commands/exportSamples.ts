/** "Export All Samples…": a picture of every sample network, in a folder of the user's. */
import { spawn } from 'node:child_process';
import {
  commands,
  l10n,
  ProgressLocation,
  Uri,
  window,
  type CancellationToken,
  type Progress,
} from 'vscode';
import { cleanEnvironment } from '../workerHost/sandbox';

/** Groups are open as long as a picture has no more boxes: it stays legible beside others. */
const mostBoxes = 60;

interface Outcome {
  readonly code: number | null;
  /** The last line that it wrote. */
  readonly last: string;
  readonly cancelled: boolean;
}

/** The command line in a process of its own, which draws all of them and counts on its stderr. */
function draw(
  extensionUri: Uri,
  folder: Uri,
  progress: Progress<{ readonly message: string; readonly increment: number }>,
  token: CancellationToken,
): Promise<Outcome> {
  const program = Uri.joinPath(extensionUri, 'dist', 'cli.js').fsPath;
  const args = [program, 'samples', folder.fsPath, '--boxes', String(mostBoxes)];
  const env = cleanEnvironment(process.env);
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const cancel = token.onCancellationRequested(() => child.kill());
  let rest = '';
  let last = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const lines = `${rest}${text}`.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      last = line;
      const [, done = '', all = ''] = / (\d+)\/(\d+) /.exec(line) ?? [];
      if (all !== '')
        progress.report({ message: `${done} / ${all}`, increment: 100 / Number(all) });
    }
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      cancel.dispose();
      resolve({ code, last, cancelled: token.isCancellationRequested });
    });
  });
}

async function chooseFolder(): Promise<Uri | undefined> {
  const [folder] =
    (await window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: l10n.t('Export Here'),
      title: l10n.t('Folder for the Pictures of All Samples'),
    })) ?? [];
  return folder;
}

/** Draws every sample as an SVG into a folder, replacing the pictures of an earlier time. */
export async function exportSamples(extensionUri: Uri): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const options = {
    location: ProgressLocation.Notification,
    title: l10n.t('Drawing the samples'),
    cancellable: true,
  };
  const { code, last, cancelled } = await window.withProgress(options, (progress, token) =>
    draw(extensionUri, folder, progress, token),
  );
  if (cancelled) return;
  if (code !== 0) {
    await window.showErrorMessage(l10n.t('The samples could not all be drawn: {0}', last));
    return;
  }
  const show = l10n.t('Show in Folder');
  const chosen = await window.showInformationMessage(
    l10n.t('The samples were drawn into {0}.', folder.fsPath),
    show,
  );
  if (chosen === show) await commands.executeCommand('revealFileInOS', folder);
}
