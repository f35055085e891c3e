/** "Install TensorFlow Library…": fetched with pip into the extension's own storage. */
import { l10n, ProgressLocation, window } from 'vscode';
import { wordsIn } from '../../model/sentence';
import { formatBytes } from '../../model/format';
import { installLibrary, installSize } from '../../workerHost/tensorflow/install';

/** @param storage where libraries are installed. */
export async function installTensorflow(
  storage: string,
  python: string | undefined,
): Promise<void> {
  const size = installSize();
  if (size === undefined) {
    await window.showInformationMessage(
      l10n.t('There is no TensorFlow library for this system. Profiles run on the other backends.'),
    );
    return;
  }
  const install = l10n.t('Install');
  const question = l10n.t(
    'Install the library of TensorFlow {0}? {1} are downloaded with pip, and {2} are kept in the storage of this extension.',
    size.version,
    formatBytes(size.downloadBytes),
    formatBytes(size.keptBytes),
  );
  const answer = await window.showInformationMessage(question, { modal: true }, install);
  if (answer === install) await fetch(storage, python);
}

async function fetch(storage: string, python: string | undefined): Promise<void> {
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
