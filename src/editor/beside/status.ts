/** The totals of the model in the active editor, in the status bar. */
import {
  l10n,
  MarkdownString,
  StatusBarAlignment,
  ThemeColor,
  window,
  workspace,
  type Disposable,
} from 'vscode';
import { wordsIn, type Told } from '../../model/sentence';
import { formatExact } from '../../model/format';
import type { ModelGraph } from '../../model/graph';
import { totalsOf } from '../../model/totals';
import type { DesignerState } from '../../protocol/designer';
import { setting } from '../settings';
import { escaped } from './layerMarkdown';
import type { Models, ModelSession, ModelSessions } from './models';
import { shortTotals, skipCount } from './words';

function tooltip(graph: ModelGraph, stale: boolean): MarkdownString {
  const { parameters, macs, skips } = totalsOf(graph);
  const { trainable, nonTrainable } = graph.parameters;
  const lines = [
    `**${escaped(graph.name)}**`,
    l10n.t(
      '{0} parameters: {1} trainable, {2} not',
      ...[parameters, trainable, nonTrainable].map(formatExact),
    ),
    l10n.t('{0} MACs forward, one example', formatExact(macs)),
    skipCount(skips),
    ...(stale ? [l10n.t('Of the last text that could be read.')] : []),
    l10n.t('Click to open ResNet Designer.'),
  ];
  return new MarkdownString(lines.join('  \n'));
}

/** What of the state matters: the worst failure decides. */
function isAtFault({ failures }: Pick<DesignerState, 'failures'>): boolean {
  return failures.some(({ severity }) => severity === 'error');
}

/** The icon and the words: a model that is being read for the first time is not yet none. */
export function statusOf(state: Pick<DesignerState, 'graph' | 'busy' | 'failures'>): {
  readonly icon: string;
  readonly text: string;
} {
  const { graph, busy } = state;
  if (graph === undefined && busy) return { icon: 'loading~spin', text: l10n.t('Reading model…') };
  const text = graph === undefined ? l10n.t('No model') : shortTotals(graph);
  return { icon: isAtFault(state) ? 'error' : 'type-hierarchy', text };
}

export class ModelStatus implements Disposable {
  readonly #models: Models;
  readonly #sessions: ModelSessions;
  readonly #item = window.createStatusBarItem(
    'resnetDesigner.totals',
    StatusBarAlignment.Right,
    200,
  );
  readonly #disposables: Disposable[];
  /** Of the text that was active last. */
  #last: ModelSession | undefined;

  constructor(models: Models, sessions: ModelSessions) {
    this.#models = models;
    this.#sessions = sessions;
    this.#item.name = l10n.t('ResNet Designer: Totals');
    this.#disposables = [
      this.#item,
      models.onDidChange(() => this.#show()),
      window.onDidChangeActiveTextEditor(() => this.#show()),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('resnetDesigner')) this.#show();
      }),
    ];
    this.#show();
  }

  /** In a designer no text is active: what is shown then is of the text before. */
  #session(): ModelSession | undefined {
    const document = window.activeTextEditor?.document;
    if (document === undefined) return this.#sessions.all.find((session) => session === this.#last);
    this.#last = this.#models.of(document)?.session ?? this.#sessions.of(document.uri);
    return this.#last;
  }

  #show(): void {
    const enabled = setting('beside.enabled') && setting('statusBar.enabled');
    const session = enabled && workspace.isTrusted ? this.#session() : undefined;
    if (session === undefined) this.#item.hide();
    else this.#showSession(session);
  }

  #showSession({ state, uri }: ModelSession): void {
    const { graph, stale } = state;
    const atFault = isAtFault(state);
    const { icon, text } = statusOf(state);
    this.#item.text = `$(${icon}) ${text}`;
    this.#item.backgroundColor = atFault
      ? new ThemeColor('statusBarItem.errorBackground')
      : undefined;
    this.#item.tooltip = this.#tooltipOf(graph, stale, state.failures[0]);
    this.#item.accessibilityInformation = {
      label: l10n.t('Model: {0}', atFault ? l10n.t('{0}, with errors', text) : text),
      role: 'button',
    };
    this.#item.command = { title: '', command: 'resnetDesigner.open', arguments: [uri] };
    this.#item.show();
  }

  #tooltipOf(graph: ModelGraph | undefined, stale: boolean, fault: Told | undefined) {
    const text = graph === undefined ? new MarkdownString() : tooltip(graph, stale);
    if (fault !== undefined) text.appendMarkdown(`  \n$(error) ${escaped(wordsIn(l10n.t, fault))}`);
    text.supportThemeIcons = true;
    return text;
  }

  dispose(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }
}
