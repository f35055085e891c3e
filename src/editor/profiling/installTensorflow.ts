/** "Install TensorFlow Library…": fetched with pip into the extension's own storage. */
import { l10n, ProgressLocation, window, type QuickPickItem } from 'vscode';
import { wordsIn } from '../../model/sentence';
import { formatBytes } from '../../model/format';
import { libraryKinds, type LibraryKind } from '../../workerHost/tensorflow/builds';
import { installLibrary, installSize, type InstallSize } from '../../workerHost/tensorflow/install';

interface Choice extends QuickPickItem {
  readonly library: LibraryKind;
  readonly size: InstallSize;
}

/** What can be installed here, each with what it takes. */
function choices(): Choice[] {
  const labels: Record<LibraryKind, string> = {
    cpu: l10n.t('For the processor'),
    cuda: l10n.t('For NVIDIA GPUs, with CUDA'),
  };
  return libraryKinds.flatMap((kind) => {
    const size = installSize(kind);
    if (size === undefined) return [];
    const description = l10n.t(
      '{0} to download, {1} on the disk',
      formatBytes(size.downloadBytes),
      formatBytes(size.keptBytes),
    );
    return [{ library: kind, size, label: labels[kind], description }];
  });
}

/** A list of one is not asked about: the question that follows says the same. */
async function chooseKind(offered: readonly Choice[]): Promise<Choice | undefined> {
  if (offered.length < 2) return offered[0];
  return window.showQuickPick(offered, {
    title: l10n.t('Install TensorFlow Library'),
    placeHolder: l10n.t('What profiles are to run on'),
  });
}

async function confirm({ version, downloadBytes, keptBytes }: InstallSize): Promise<boolean> {
  const install = l10n.t('Install');
  const question = l10n.t(
    'Install the library of TensorFlow {0}? {1} are downloaded with pip, and {2} are kept in the storage of this extension.',
    version,
    formatBytes(downloadBytes),
    formatBytes(keptBytes),
  );
  return (await window.showInformationMessage(question, { modal: true }, install)) === install;
}

/** @param storage where libraries are installed. */
export async function installTensorflow(
  storage: string,
  python: string | undefined,
): Promise<void> {
  const offered = choices();
  if (offered.length === 0) {
    await window.showInformationMessage(
      l10n.t('There is no TensorFlow library for this system. Profiles run on the other backends.'),
    );
    return;
  }
  const chosen = await chooseKind(offered);
  if (chosen !== undefined && (await confirm(chosen.size)))
    await fetch(storage, python, chosen.library);
}

async function fetch(
  storage: string,
  python: string | undefined,
  kind: LibraryKind,
): Promise<void> {
  const controller = new AbortController();
  const options = {
    location: ProgressLocation.Notification,
    title: l10n.t('Installing TensorFlow'),
    cancellable: true,
  };
  const installed = await window.withProgress(options, async (progress, token) => {
    token.onCancellationRequested(() => controller.abort());
    let shown = 0;
    return installLibrary({
      kind,
      storage,
      ...(python === undefined ? {} : { python }),
      signal: controller.signal,
      onProgress: ({ doneBytes, totalBytes }) => {
        const share = totalBytes === 0 ? 0 : (100 * doneBytes) / totalBytes;
        const message = l10n.t('{0} of {1}', formatBytes(doneBytes), formatBytes(totalBytes));
        progress.report({ message, increment: Math.max(0, share - shown) });
        shown = Math.max(shown, share);
      },
    });
  });
  if (installed.ok)
    await window.showInformationMessage(
      l10n.t('TensorFlow {0} is installed.', installed.value.version ?? ''),
    );
  else if (installed.failure.code !== 'cancelled')
    await window.showErrorMessage(wordsIn(l10n.t, installed.failure));
}
