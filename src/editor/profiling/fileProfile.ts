/** What is known of the profiles of one model file: the last one, what it is compared with, whether it is stale. */
import { createHash } from 'node:crypto';
import { workspace, type Uri } from 'vscode';
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

  constructor(readonly uri: Uri) {}

  /** Whether the file says something else by now than what was profiled. */
  get stale(): boolean {
    const document = workspace.textDocuments.find(
      ({ uri }) => uri.toString() === this.uri.toString(),
    );
    if (this.profile === undefined || document === undefined) return false;
    return hashOf(document.getText()) !== this.profile.model.hash;
  }

  get state(): ProfilingState {
    const { running, stale, failure } = this;
    return { running, stale, ...(failure === undefined ? {} : { failure }) };
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
