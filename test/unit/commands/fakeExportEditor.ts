/** As much of the module `vscode` as "Export…" needs, with a user who answers. */

export { l10n } from '../editor/beside/fakeVscode';

export class Uri {
  constructor(readonly path: string) {}

  static file(path: string): Uri {
    return new Uri(path);
  }

  with({ path }: { path: string }): Uri {
    return new Uri(path);
  }

  get fsPath(): string {
    return this.path;
  }
}

function initial() {
  return {
    /** Label of the format that the user picks; where they save; the button they press. */
    picks: 'SVG' as string | undefined,
    saves: true,
    presses: undefined as string | undefined,
    writable: true,
    /** What happened. */
    suggested: [] as string[],
    written: [] as { path: string; bytes: Uint8Array }[],
    told: [] as string[],
    complained: [] as string[],
    opened: [] as string[],
  };
}

export const editor = initial();

export function resetEditor(): void {
  Object.assign(editor, initial());
}

export const window = {
  showQuickPick: (items: { label: string }[]) =>
    Promise.resolve(items.find(({ label }) => label === editor.picks)),
  showSaveDialog: ({ defaultUri }: { defaultUri: Uri }) => {
    editor.suggested.push(defaultUri.path);
    return Promise.resolve(editor.saves ? defaultUri : undefined);
  },
  showInformationMessage: (message: string) => {
    editor.told.push(message);
    return Promise.resolve(editor.presses);
  },
  showErrorMessage: (message: string) => {
    editor.complained.push(message);
    return Promise.resolve(undefined);
  },
};

export const workspace = {
  asRelativePath: ({ path }: Uri) => path.replace('/models/', ''),
  fs: {
    writeFile: ({ path }: Uri, bytes: Uint8Array) => {
      if (!editor.writable) return Promise.reject(new Error('EACCES'));
      editor.written.push({ path, bytes });
      return Promise.resolve();
    },
  },
};

export const commands = {
  executeCommand: (command: string, { path }: Uri) => {
    editor.opened.push(`${command} ${path}`);
    return Promise.resolve();
  },
};
