/** As much of the module `vscode` as "New Model from Sample…" needs, with a user who answers. */

export { l10n } from '../editor/beside/fakeVscode';

export class Uri {
  constructor(
    readonly scheme: string,
    readonly path: string,
  ) {}

  static file(path: string): Uri {
    return new Uri('file', path);
  }

  static joinPath({ scheme, path }: Uri, ...parts: string[]): Uri {
    return new Uri(scheme, [path, ...parts].join('/'));
  }

  get fsPath(): string {
    return this.path;
  }
}

interface Creation {
  readonly path: string;
  readonly overwrite: boolean;
  readonly text: string;
}

export class WorkspaceEdit {
  readonly creations: Creation[] = [];

  createFile({ path }: Uri, options: { overwrite: boolean; contents: Uint8Array }): void {
    const { overwrite, contents } = options;
    this.creations.push({ path, overwrite, text: new TextDecoder().decode(contents) });
  }
}

export const QuickPickItemKind = { Separator: -1 };

function initial() {
  return {
    /** Paths of the workspace's folders, and what is in them. */
    folders: ['/models'],
    scheme: 'file',
    files: ['readme.md'],
    /** Title of the sample and index of the folder that the user picks; the button they press. */
    picks: 'ResNet-50 (v1.5)' as string | undefined,
    picksFolder: 0,
    presses: undefined as string | undefined,
    writable: true,
    /** The folder that has TensorFlow.js. */
    installedIn: '/models' as string | undefined,
    /** What happened. */
    asked: [] as string[],
    created: [] as Creation[],
    shown: [] as string[],
    untitled: [] as string[],
    /** Lines for terminals, after their folders. */
    ran: [] as string[],
  };
}

export const editor = initial();

export function resetEditor(): void {
  Object.assign(editor, initial());
}

function folders() {
  return editor.folders.map((path) => ({ name: path.slice(1), uri: new Uri(editor.scheme, path) }));
}

function answer(message: string): Promise<string | undefined> {
  editor.asked.push(message);
  return Promise.resolve(editor.presses);
}

export const window = {
  showQuickPick: (items: { label: string }[]) =>
    Promise.resolve(items.find(({ label }) => label === editor.picks)),
  showWorkspaceFolderPick: () => Promise.resolve(folders()[editor.picksFolder]),
  showWarningMessage: answer,
  showInformationMessage: answer,
  showErrorMessage: answer,
  createTerminal: ({ cwd }: { cwd: string }) => ({
    show: () => undefined,
    sendText: (line: string) => editor.ran.push(`${cwd}: ${line}`),
  }),
  showTextDocument: (shown: Uri | { uri: Uri }) => {
    editor.shown.push((shown instanceof Uri ? shown : shown.uri).path);
    return Promise.resolve();
  },
};

export const workspace = {
  get workspaceFolders() {
    return editor.folders.length === 0 ? undefined : folders();
  },
  fs: {
    readFile: ({ path }: Uri) => Promise.resolve(new TextEncoder().encode(`text of ${path}`)),
    stat: ({ path }: Uri) =>
      editor.installedIn !== undefined &&
      path === `${editor.installedIn}/node_modules/@tensorflow/tfjs`
        ? Promise.resolve({})
        : Promise.reject(new Error(`There is no ${path}.`)),
    readDirectory: () => Promise.resolve(editor.files.map((name) => [name, 1])),
  },
  applyEdit: ({ creations }: WorkspaceEdit) => {
    if (editor.writable) editor.created.push(...creations);
    return Promise.resolve(editor.writable);
  },
  openTextDocument: ({ content }: { content: string }) => {
    editor.untitled.push(content);
    return Promise.resolve({ uri: new Uri('untitled', 'Untitled-1') });
  },
  save: () => Promise.resolve(Uri.file('/home/saved.ts')),
};
