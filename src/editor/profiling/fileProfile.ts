/** What is known of the profiles of one model file: the last one, what it is compared with, whether it is stale. */
import { createHash } from 'node:crypto';
import { workspace, type CancellationToken, type Uri } from 'vscode';
import type { ProfilingState } from '../../protocol/designer';
import type { Failure } from '../../protocol/failure';
import type { Profile } from '../../protocol/profile';

export class FileProfile {
  profile: Profile | undefined;
  compared: Profile | undefined;
  failure: Failure | undefined;
  running: ProfilingState['running'] = null;
  /** Ends the run; undefined while none goes on. */
  cancel: (() => void) | undefined;
  /** The file was saved while a run went on, which is of the text before; a run that is cancelled forgets it. */
  savedMeanwhile = false;
  /** Of the file's text when it was last read; that of an open text is newer. */
  #hash: string | undefined;

  constructor(readonly uri: Uri) {}

  /** Whether the file says something else by now than what was profiled. */
  get stale(): boolean {
    const document = workspace.textDocuments.find(
      ({ uri }) => uri.toString() === this.uri.toString(),
    );
    const hash = document === undefined ? this.#hash : hashOf(document.getText());
    return this.profile !== undefined && hash !== undefined && hash !== this.profile.model.hash;
  }

  /** Resolves when the user cancels, in the notification or on the page. */
  cancelledBy(token: CancellationToken): Promise<void> {
    return new Promise((resolve) => {
      const cancel = (): void => {
        this.savedMeanwhile = false;
        resolve();
      };
      this.cancel = cancel;
      token.onCancellationRequested(cancel);
    });
  }

  /** Reads the file, which a profile from an earlier session may be older than. */
  async readHash(): Promise<void> {
    this.#hash = await workspace.fs.readFile(this.uri).then(hashOf, () => undefined);
  }

  get state(): ProfilingState {
    const { running, stale, failure } = this;
    return { running, stale, ...(failure === undefined ? {} : { failure }) };
  }
}

function hashOf(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
