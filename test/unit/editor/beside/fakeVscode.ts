/** As much of the module `vscode` as what stands beside the code is made with. */

export const l10n = {
  t: (message: string, ...values: (string | number)[]): string =>
    message.replaceAll(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])),
};

export class EventEmitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  readonly event = (listener: (value: T) => void) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export class Uri {
  constructor(readonly fsPath: string) {}

  static file(path: string): Uri {
    return new Uri(path);
  }

  readonly scheme: string = 'file';

  toString(): string {
    return `file://${this.fsPath}`;
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}

  compareTo(other: Position): number {
    return this.line - other.line || this.character - other.character;
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(startLine: number, startCharacter: number, endLine: number, endCharacter: number) {
    this.start = new Position(startLine, startCharacter);
    this.end = new Position(endLine, endCharacter);
  }
}

export class MarkdownString {
  constructor(readonly value: string) {}
}

export class InlayHint {
  constructor(
    readonly position: Position,
    readonly label: string,
  ) {}
}

export class CodeLens {
  constructor(
    readonly range: Range,
    public command?: { readonly title: string },
  ) {}
}

const activated = new EventEmitter<unknown>();

const texts = {
  changed: new EventEmitter<unknown>(),
  closed: new EventEmitter<unknown>(),
  configured: new EventEmitter<unknown>(),
};

interface FakeDocument {
  readonly uri: Uri;
  readonly languageId: string;
  readonly isClosed: boolean;
}

/** What the tests change. */
export const state = {
  isTrusted: true,
  settings: new Map<string, unknown>(),
  /** Paths of the open texts. */
  open: [] as string[],
  active: undefined as string | undefined,
  /** Texts in sight. */
  visible: [] as object[],
};

function documentOf(path: string): FakeDocument {
  const uri = Uri.file(path);
  return { uri, languageId: 'typescript', isClosed: !state.open.includes(path) };
}

/** The user closes a text. */
export function close(path: string): void {
  state.open = state.open.filter((open) => open !== path);
  texts.closed.fire(documentOf(path));
}

/** The user opens a text, or brings it to the front. */
export function show(path: string): void {
  if (!state.open.includes(path)) state.open.push(path);
  state.active = path;
  activated.fire(undefined);
}

/** The user changes settings of the extension. */
export function configure(changes: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(changes)) state.settings.set(name, value);
  texts.configured.fire({ affectsConfiguration: () => true });
}

/** Text of `uri` between two places becomes another; the editor tells of it with the new version. */
export function change(
  uri: Uri,
  version: number,
  ...changes: { range: Range; text: string }[]
): void {
  texts.changed.fire({ document: { uri, version }, contentChanges: changes });
}

export const workspace = {
  get isTrusted() {
    return state.isTrusted;
  },
  get textDocuments() {
    return state.open.map(documentOf);
  },
  onDidChangeTextDocument: texts.changed.event,
  onDidCloseTextDocument: texts.closed.event,
  onDidChangeConfiguration: texts.configured.event,
  getConfiguration: () => ({ get: (name: string) => state.settings.get(name) }),
};

export class ThemeColor {
  constructor(readonly id: string) {}
}

export class ThemeIcon {
  constructor(
    readonly id: string,
    readonly color?: ThemeColor,
  ) {}
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };

export class TreeItem {
  id?: string;
  description?: string;
  constructor(
    readonly label: string,
    readonly collapsibleState: number,
  ) {}
}

export const ColorThemeKind = { Light: 1, Dark: 2, HighContrast: 3, HighContrastLight: 4 };

export const window = {
  activeColorTheme: { kind: ColorThemeKind.Dark },
  get activeTextEditor() {
    return state.active === undefined ? undefined : { document: documentOf(state.active) };
  },
  get visibleTextEditors() {
    return state.visible.map((document) => ({ document }));
  },
  onDidChangeActiveTextEditor: activated.event,
};
