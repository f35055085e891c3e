/** What each line's layers took in the last profile, at its end: `3.2 ms fwd · 6.8 ms bwd`. */
import {
  EventEmitter,
  InlayHint,
  l10n,
  MarkdownString,
  Position,
  type Disposable,
  type InlayHintsProvider,
  type Range,
  type TextDocument,
} from 'vscode';
import { formatMilliseconds } from '../../model/format';
import { lineCosts, type LineCost, type LineCosts } from '../../model/profile/lineCosts';
import { percentText } from '../../model/profile/exports/profileRows';
import type { Profile } from '../../protocol/profile';
import { setting } from '../settings';
import { lineTimeWords } from './words';

/** The profile that speaks of a text as it is now; undefined for others. */
export type ProfileFor = (document: TextDocument) => Profile | undefined;

export class LineTimes implements InlayHintsProvider, Disposable {
  readonly #profileFor: ProfileFor;
  readonly #costs = new WeakMap<Profile, LineCosts>();
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeInlayHints = this.#changed.event;

  constructor(profileFor: ProfileFor) {
    this.#profileFor = profileFor;
  }

  refresh(): void {
    this.#changed.fire();
  }

  provideInlayHints(document: TextDocument, range: Range): InlayHint[] {
    const profile = setting('profile.lineTimes') ? this.#profileFor(document) : undefined;
    if (profile === undefined) return [];
    const costs = this.#costsOf(profile).get(document.uri.fsPath) ?? [];
    return costs
      .filter(({ line }) => line - 1 >= range.start.line && line - 1 <= range.end.line)
      .filter(({ line }) => line <= document.lineCount)
      .flatMap((cost) => hintOf(document, cost, profile));
  }

  #costsOf(profile: Profile): LineCosts {
    const known = this.#costs.get(profile) ?? lineCosts(profile);
    this.#costs.set(profile, known);
    return known;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function hintOf(document: TextDocument, line: LineCost, profile: Profile): InlayHint[] {
  const { forward, backward } = line.cost;
  const words = lineTimeWords(forward.ms, backward.ms);
  if (words === '') return [];
  const end = document.lineAt(line.line - 1).range.end;
  const hint = new InlayHint(new Position(end.line, end.character), words);
  hint.paddingLeft = true;
  hint.tooltip = new MarkdownString(tooltipOf(line, profile));
  return [hint];
}

function tooltipOf({ cost, runs, perRun }: LineCost, { step, backend, settings }: Profile): string {
  const { forward, backward, optimizer } = cost;
  const all = forward.ms + backward.ms + optimizer.ms;
  return [
    l10n.t('{0} of the step of {1}', percentText(all / step.ms), formatMilliseconds(step.ms)),
    l10n.t(
      'Forward {0}, backward {1}, update {2}',
      ...[forward.ms, backward.ms, optimizer.ms].map((ms) => formatMilliseconds(ms)),
    ),
    ...(runs > 1
      ? [
          l10n.t(
            '{0} runs, each {1} forward and {2} backward',
            runs,
            formatMilliseconds(perRun.forwardMs),
            formatMilliseconds(perRun.backwardMs),
          ),
        ]
      : []),
    l10n.t('Batch {0} on {1}, median of {2} steps', settings.batch, backend.driver, step.repeats),
  ].join('  \n');
}
