/** Failures on their lines, in the editor and in the Problems view. */
import {
  Diagnostic,
  DiagnosticSeverity,
  l10n,
  languages,
  Range,
  Uri,
  type Disposable,
} from 'vscode';
import { wordsIn } from '../model/sentence';
import type { Failure, FailureCode } from '../protocol/failure';

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

function rangeOf({ source }: Failure): Range {
  if (source === undefined) return new Range(0, 0, 0, 0);
  const line = source.line - 1;
  const start = source.column - 1;
  // Without a known end the rest of the line is marked; the editor clips it to the text.
  return new Range(
    line,
    start,
    line,
    source.endColumn === undefined ? 10_000 : source.endColumn - 1,
  );
}

/** The link on a code: a command, since what it opens is a page of the extension's own. */
function explanationOf(code: FailureCode): Uri {
  const query = encodeURIComponent(JSON.stringify([code]));
  return Uri.parse(`command:resnetDesigner.explainFailure?${query}`);
}

function toDiagnostic(failure: Failure): Diagnostic {
  const diagnostic = new Diagnostic(
    rangeOf(failure),
    wordsIn(l10n.t, failure),
    severities[failure.severity],
  );
  diagnostic.source = 'ResNet Designer';
  diagnostic.code = { value: failure.code, target: explanationOf(failure.code) };
  return diagnostic;
}

/** The diagnostics of all open designers; each owns what it reported. */
export class ModelDiagnostics implements Disposable {
  readonly #collection = languages.createDiagnosticCollection('resnet-designer');
  readonly #byOwner = new Map<object, ReadonlyMap<string, readonly Failure[]>>();

  /**
   * Replaces what `owner` reported before. What is only information stays out of the Problems view.
   * @param file path of the model file, for failures without a place.
   */
  set(owner: object, file: string, failures: readonly Failure[]): void {
    const before = this.#byOwner.get(owner) ?? new Map<string, readonly Failure[]>();
    const shown = failures.filter(({ severity }) => severity !== 'information');
    const byFile = new Map<string, Failure[]>();
    for (const failure of shown) {
      const place = failure.source?.file ?? file;
      byFile.set(place, [...(byFile.get(place) ?? []), failure]);
    }
    this.#byOwner.set(owner, byFile);
    for (const changed of new Set([...before.keys(), ...byFile.keys()])) this.#show(changed);
  }

  /** What all designers report of a file. */
  failuresOf(file: string): readonly Failure[] {
    return [...this.#byOwner.values()].flatMap((byFile) => byFile.get(file) ?? []);
  }

  clear(owner: object): void {
    this.set(owner, '', []);
    this.#byOwner.delete(owner);
  }

  #show(file: string): void {
    this.#collection.set(Uri.file(file), this.failuresOf(file).map(toDiagnostic));
  }

  dispose(): void {
    this.#collection.dispose();
  }
}
