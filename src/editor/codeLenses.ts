/** "Open in ResNet Designer" above everything in a file that builds a model. */
import {
  CodeLens,
  EventEmitter,
  Range,
  workspace,
  type CodeLensProvider,
  type Disposable,
  type TextDocument,
} from 'vscode';
import type { EntryCandidate } from '../protocol/designer';
import { entriesOf } from './entries';
import { setting } from './settings';

/** What the lens hands to the command. */
export interface OpenArguments {
  readonly uri: string;
  readonly entry: EntryCandidate;
}

export class ModelLenses implements CodeLensProvider, Disposable {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  readonly #watch = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('resnetDesigner.codeLens')) this.#changed.fire();
  });

  async provideCodeLenses(document: TextDocument): Promise<CodeLens[]> {
    if (!setting('codeLens.enabled')) return [];
    const entries = await entriesOf(document);
    return entries.map((entry) => this.#lens(document, entry));
  }

  #lens(document: TextDocument, entry: EntryCandidate): CodeLens {
    const line = Math.min(Math.max(0, entry.line - 1), document.lineCount - 1);
    const openArguments: OpenArguments = { uri: document.uri.toString(), entry };
    return new CodeLens(new Range(line, 0, line, 0), {
      title: '$(type-hierarchy) Open in ResNet Designer',
      tooltip: `Draw and count the model that ${entry.expression} builds`,
      command: 'resnetDesigner.open',
      arguments: [openArguments],
    });
  }

  dispose(): void {
    this.#watch.dispose();
    this.#changed.dispose();
  }
}
