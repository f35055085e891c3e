/** Where the editor looks for TensorFlow's library. */
import { workspace } from 'vscode';
import type { LibraryPlaces } from '../../workerHost/tensorflow/find';
import { setting } from '../settings';

/**
 * @param storage where the extension installs it
 * @param interpreter the Python that is selected, if one is
 */
export function libraryPlaces(storage: string, interpreter: string | undefined): LibraryPlaces {
  const folder = setting('profile.tensorflowFolder');
  const workspaceFolder = workspace.workspaceFolders?.[0]?.uri.fsPath;
  return {
    storage,
    ...(folder === '' ? {} : { folder }),
    ...(interpreter === undefined ? {} : { interpreter }),
    ...(workspaceFolder === undefined ? {} : { workspace: workspaceFolder }),
  };
}
