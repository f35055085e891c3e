/** Which model speaks of a text, and what it says of its lines as they are now. */
import {
  EventEmitter,
  workspace,
  type Disposable,
  type Event,
  type TextDocument,
  type Uri,
} from 'vscode';
import type { ModelGraph } from '../../model/graph';
import { layersByFile, type LineLayers } from '../../model/lineLayers';
import { shiftedLine } from '../../model/lineShifts';
import type { DesignerSession } from '../session';
import { TextChanges } from './textChanges';

/** What is asked of the session of a file. */
export type ModelSession = Pick<DesignerSession, 'uri' | 'state' | 'readVersions'>;

/** What is asked of the sessions of all files. */
export interface ModelSessions {
  readonly all: readonly ModelSession[];
  readonly onDidChange: Event<ModelSession>;
  of(uri: Uri): ModelSession | undefined;
}

/** What is read of a document. */
export type ModelText = Pick<TextDocument, 'uri' | 'lineCount'>;

/** A model that was read, with the session that read it. */
export interface ReadModel {
  readonly session: ModelSession;
  readonly graph: ModelGraph;
}

/** What a model's code applied on a line of the text as it is now. */
export interface PresentLine {
  /** From 0. */
  readonly line: number;
  readonly layers: LineLayers;
}

/** What of a session is shown beside the code. */
interface Seen {
  readonly graph: ModelGraph | undefined;
  readonly stale: boolean;
  readonly entry: string;
  readonly failures: unknown;
}

/**
 * The designer's page is sent the same change, and VS Code writes what is sent when the host is free: what
 * is shown beside the code is made right after.
 */
const afterPictureMs = 10;

export class Models implements Disposable {
  readonly #sessions: ModelSessions;
  readonly #changes = new TextChanges();
  readonly #changed = new EventEmitter<void>();
  /** Another model, another state of one, or none any more; not what happens while one is read. */
  readonly onDidChange = this.#changed.event;
  readonly #seen = new Map<ModelSession, Seen>();
  readonly #disposables: Disposable[];
  #timer: NodeJS.Timeout | undefined;

  constructor(sessions: ModelSessions) {
    this.#sessions = sessions;
    this.#disposables = [
      this.#changes,
      this.#changed,
      sessions.onDidChange((session) => this.#onSession(session)),
    ];
  }

  #onSession(session: ModelSession): void {
    const { graph, stale, entry, failures } = session.state;
    const before = this.#seen.get(session);
    const ended = !this.#sessions.all.includes(session);
    if (ended) this.#seen.delete(session);
    else this.#seen.set(session, { graph, stale, entry, failures });
    const same =
      before?.graph === graph &&
      before?.stale === stale &&
      before.entry === entry &&
      before.failures === failures;
    if (ended || !same) this.#changeSoon();
  }

  #changeSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#changed.fire(), afterPictureMs);
  }

  /** The sessions of all files, those used last at the end. */
  get sessions(): readonly ModelSession[] {
    return this.#sessions.all;
  }

  /** The model that a file builds, or else one that is built with code of the file. */
  of(document: Pick<TextDocument, 'uri'>): ReadModel | undefined {
    if (!workspace.isTrusted) return undefined;
    const own = this.#sessions.of(document.uri);
    const file = document.uri.fsPath;
    const read = [...(own === undefined ? [] : [own]), ...[...this.sessions].reverse()];
    for (const session of read) {
      const { graph } = session.state;
      if (graph !== undefined && (session === own || layersByFile(graph).has(file)))
        return { session, graph };
    }
    return undefined;
  }

  /** The lines of a text that applied layers, in order, where they stand now. */
  linesOf(document: ModelText): PresentLine[] {
    const model = this.of(document);
    if (model === undefined) return [];
    const file = document.uri.fsPath;
    const changes = this.#changes.since(file, model.session.readVersions.get(file));
    return (layersByFile(model.graph).get(file) ?? []).flatMap((layers) => {
      const line = shiftedLine(layers.line - 1, changes);
      return line === undefined || line >= document.lineCount ? [] : [{ line, layers }];
    });
  }

  /** Where a line (from 1) of the text that `session` read stands now, from 0. */
  presentLine(session: ModelSession, file: string, line: number): number | undefined {
    return shiftedLine(line - 1, this.#changes.since(file, session.readVersions.get(file)));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
