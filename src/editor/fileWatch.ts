/** Tells when a model's files change: while they are typed in, and on the disk. */
import { workspace, type Disposable, type Uri } from 'vscode';

export class FileWatch implements Disposable {
  readonly #onChange: () => void;
  readonly #own: string;
  readonly #disposables: Disposable[];
  /** Undefined while it is not known which files the model is made of: then any may matter. */
  #files: ReadonlySet<string> | undefined;

  /** @param file the model file itself, which always counts. */
  constructor(file: string, onChange: () => void) {
    this.#own = file;
    this.#onChange = onChange;
    const watcher = workspace.createFileSystemWatcher('**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs,json}');
    const onDisk = (uri: Uri): void => {
      // A file that is open reports its own changes, with the unsaved ones.
      const isOpen = workspace.textDocuments.some((document) => document.uri.fsPath === uri.fsPath);
      if (!isOpen) this.#changed(uri.fsPath);
    };
    this.#disposables = [
      watcher,
      watcher.onDidChange(onDisk),
      watcher.onDidCreate(onDisk),
      watcher.onDidDelete(onDisk),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#changed(document.uri.fsPath);
      }),
    ];
  }

  /** The files of the last inspection; none when bundling failed. */
  follow(files: readonly string[]): void {
    this.#files = files.length === 0 ? undefined : new Set(files);
  }

  #changed(file: string): void {
    if (/[\\/](node_modules|\.git)[\\/]/.test(file)) return;
    const matters = this.#files?.has(file) ?? /\.([cm]?[jt]sx?|json)$/i.test(file);
    if (file === this.#own || matters) this.#onChange();
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
