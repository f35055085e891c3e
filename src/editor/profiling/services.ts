/** What profiling is handed by the extension. */
import type { Uri } from 'vscode';
import type { ProfilingState, ShownProfile } from '../../protocol/designer';
import type { ChoiceMemory } from '../profileChoices';
import type { DesignerSession } from '../session';
import type { Sessions } from '../sessions';

/** What shows profiles: a designer. */
interface ProfileViewer {
  showProfile(shown: ShownProfile): void;
  showProfiling(state: ProfilingState): void;
}

/** The parts of the extension that this works with. */
export interface ProfilingServices {
  readonly extensionUri: Uri;
  /** Where TensorFlow is installed. */
  readonly storageUri: Uri;
  readonly sessions: Sessions;
  readonly choices: Pick<ChoiceMemory, 'of' | 'forgetBackend'>;
  /** The designer of a file, if it is open. */
  readonly viewerOf: (uri: Uri) => ProfileViewer | undefined;
  /** Has what stands at the ends of lines written anew. */
  readonly refreshHints: () => void;
  readonly log: (text: string) => void;
  /** Has work done in the background; its bugs are logged. */
  readonly inBackground: (name: string, work: Promise<unknown>) => void;
}

/** A model that is to be profiled. */
export type ProfiledModel = Pick<DesignerSession, 'uri' | 'state'>;
