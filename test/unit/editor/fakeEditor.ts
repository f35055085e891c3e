/** As much of the module `vscode` as a quick fix is made of. */

export { l10n } from './beside/fakeVscode';

export class Uri {
  constructor(readonly fsPath: string) {}

  static file(path: string): Uri {
    return new Uri(path);
  }
}

export class Position {
  constructor(
    readonly line: number,
    readonly character: number,
  ) {}
}

export class Range {
  readonly start: Position;
  readonly end: Position;

  constructor(start: Position | number, end: Position | number, endLine = 0, endCharacter = 0) {
    const ofNumbers = typeof start === 'number' && typeof end === 'number';
    this.start = ofNumbers ? new Position(start, end) : positionOf(start);
    this.end = ofNumbers ? new Position(endLine, endCharacter) : positionOf(end);
  }
}

function positionOf(value: Position | number): Position {
  if (typeof value === 'number') throw new Error('a range of a position and a number');
  return value;
}

export class Diagnostic {
  constructor(
    readonly range: Range,
    readonly message: string,
  ) {}
}

export const CodeActionKind = { QuickFix: 'quickfix' };

export class CodeAction {
  constructor(
    readonly title: string,
    readonly kind: string,
  ) {}
}

export class WorkspaceEdit {
  readonly #edits: { readonly uri: Uri; readonly range: Range; readonly newText: string }[] = [];

  replace(uri: Uri, range: Range, newText: string): void {
    this.#edits.push({ uri, range, newText });
  }

  entries(): [Uri, { range: Range; newText: string }[]][] {
    const [first] = this.#edits;
    const edits = this.#edits.map(({ range, newText }) => ({ range, newText }));
    return first === undefined ? [] : [[first.uri, edits]];
  }
}
