/**
 * The sessions of all files whose model is read: one a file, shared by its designer and by what stands
 * beside the code, and kept after the designer is closed for as long as the file is open.
 */
import {
  EventEmitter,
  window,
  workspace,
  type Disposable,
  type TextDocument,
  type Uri,
} from 'vscode';
import { entriesOf } from './entries';
import { isModelFile } from './languages';
import { inBackground } from './log';
import { DesignerSession, type SessionServices } from './session';
import { setting } from './settings';

/** So many sessions without a designer are kept, those used last: each follows what is typed. */
const mostWithoutDesigner = 4;

interface Held {
  readonly session: DesignerSession;
  /** Designers that show it. */
  users: number;
}

export class Sessions implements Disposable {
  readonly #services: SessionServices;
  readonly #held = new Map<string, Held>();
  readonly #changed = new EventEmitter<DesignerSession>();
  /** A session has begun, has another state, or has ended. */
  readonly onDidChange = this.#changed.event;
  readonly #disposables: Disposable[];

  constructor(services: SessionServices) {
    this.#services = services;
    this.#disposables = [
      this.#changed,
      workspace.onDidCloseTextDocument(() => this.#endUnused()),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('resnetDesigner.beside')) this.#configured();
      }),
      window.onDidChangeActiveTextEditor(() => this.#readActive()),
    ];
  }

  /** Reads the file in front where the settings ask for that, as for each file that comes to the front later. */
  start(): void {
    this.#readActive();
  }

  get all(): readonly DesignerSession[] {
    return [...this.#held.values()].map(({ session }) => session);
  }

  of(uri: Uri): DesignerSession | undefined {
    return this.#held.get(uri.toString())?.session;
  }

  /** The session of a file for a designer, which gives it back by `release`. */
  acquire(uri: Uri, entry: string | undefined): DesignerSession {
    const held = this.#held.get(uri.toString()) ?? this.#begin(uri, entry);
    held.users++;
    if (entry !== undefined && held.session.state.entry !== entry) held.session.setEntry(entry);
    return held.session;
  }

  release(session: DesignerSession): void {
    const held = this.#held.get(session.uri.toString());
    if (held?.session !== session) return;
    held.users--;
    // The order is that of last use.
    this.#held.delete(session.uri.toString());
    this.#held.set(session.uri.toString(), held);
    this.#endUnused();
  }

  #begin(uri: Uri, entry: string | undefined): Held {
    const session = new DesignerSession(uri, entry, this.#services);
    const held: Held = { session, users: 0 };
    this.#held.set(uri.toString(), held);
    session.onDidChangeState(() => this.#changed.fire(session));
    session.inspect();
    return held;
  }

  #endUnused(): void {
    const open = new Set(workspace.textDocuments.map((document) => document.uri.toString()));
    const unused = [...this.#held].filter(([, { users }]) => users === 0);
    const wanted = setting('beside.enabled')
      ? unused.filter(([uri]) => open.has(uri)).slice(-mostWithoutDesigner)
      : [];
    for (const entry of unused) if (!wanted.includes(entry)) this.#end(...entry);
  }

  #end(uri: string, { session }: Held): void {
    this.#held.delete(uri);
    session.dispose();
    this.#changed.fire(session);
  }

  #configured(): void {
    this.#endUnused();
    this.#readActive();
  }

  #readActive(): void {
    const document = window.activeTextEditor?.document;
    if (document !== undefined) this.#readIfAsked(document);
  }

  /** Reads the model of a file whose designer nobody opened, where the settings ask for that. */
  #readIfAsked(document: TextDocument): void {
    const asked = setting('beside.enabled') && setting('beside.inspectOnOpen');
    if (asked && workspace.isTrusted && isModelFile(document) && !this.of(document.uri))
      inBackground('inspect on open', this.#read(document));
  }

  async #read(document: TextDocument): Promise<void> {
    const entries = await entriesOf(document);
    // A function that has to be given arguments says nothing by itself.
    if (document.isClosed || !entries.some(({ needsArguments }) => !needsArguments)) return;
    if (this.of(document.uri) === undefined) this.#begin(document.uri, undefined);
    this.#endUnused();
  }

  dispose(): void {
    for (const entry of [...this.#held]) this.#end(...entry);
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
