/** Says what changed to people who do not see it. */
import { useEffect, useState } from 'preact/hooks';
import { t } from '../l10n';
import type { Page } from '../page';
import { profileAnnouncement } from '../profile/words';
import type { UiState } from '../state/uiState';
import { boxesById, boxLabel, layersWords, skipWords, totalsAnnouncement } from '../state/words';
import { useStore } from './useStore';

/** Edits follow each other; only the last one is said. */
const settleMs = 600;

function selectionWords({ selection, shown }: UiState): string {
  if (selection === null || shown === undefined) return '';
  const { index, picture } = shown;
  if (selection.type === 'skip') {
    const skip = index.skips.get(selection.id);
    return skip === undefined ? '' : t('Selected: {0}', skipWords(skip));
  }
  const box = boxesById(picture).get(selection.id);
  return box === undefined ? '' : t('Selected: {0}', boxLabel(box, index));
}

function useAnnouncement(words: () => string, cause: unknown, afterMs: number): string {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(words()), afterMs);
    return () => clearTimeout(timer);
  }, [cause]);
  return said;
}

export function Live({ page, state }: { readonly page: Page; readonly state: UiState }) {
  const { shown, selection, cursorNodes } = state;
  const told = useStore(page.said);
  const totals = useAnnouncement(
    () => (shown === undefined ? '' : totalsAnnouncement(shown.graph, shown.index)),
    shown?.graph,
    settleMs,
  );
  // The focused box is read by itself.
  const selected = useAnnouncement(
    () => (page.graphHasFocus ? '' : selectionWords(page.store.state)),
    selection,
    50,
  );
  const cursor = useAnnouncement(
    () =>
      cursorNodes.length === 0 ? '' : t('The line makes {0}', layersWords(cursorNodes.length)),
    cursorNodes,
    settleMs,
  );
  const { profile } = state;
  const profiled = useAnnouncement(
    () => (profile === null ? '' : profileAnnouncement(profile.profile)),
    profile,
    settleMs,
  );
  const said = useAnnouncement(() => told.words, told, 50);
  return (
    <div class="visually-hidden" data-testid="live">
      <div role="status" data-testid="said">
        {said}
      </div>
      <div role="status">{totals}</div>
      <div role="status" data-testid="said-profile">
        {profiled}
      </div>
      <div role="status">{selected}</div>
      <div role="status">{cursor}</div>
    </div>
  );
}
