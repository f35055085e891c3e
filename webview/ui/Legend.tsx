/** What the colours of boxes and skips stand for: as far as they are in the picture, with their numbers. */
import { useMemo } from 'preact/hooks';
import type { LayerCategory } from '../../src/model/category';
import type { SkipKind } from '../../src/model/graph';
import { legendOf } from '../../src/layout/legend';
import { familyWords } from '../../src/layout/pictureWords';
import { t } from '../l10n';
import type { Page } from '../page';
import { heatOnPage } from '../profile/profileHeat';
import type { Shown, UiState } from '../state/uiState';
import { layersWords, skipsWords } from '../state/words';
import { FamilySwatch, Icon, SkipSwatch } from './icons';
import { useNarrow } from './useNarrow';

const familyNames = familyWords(t);

interface Props {
  readonly page: Page;
  readonly state: UiState;
  readonly shown: Shown;
}

/** A heat map gives the boxes other colours, which have a legend of their own. */
export function Legend({ page, state, shown }: Props) {
  const { skips, families } = useMemo(() => legendOf(shown.picture), [shown.picture]);
  const isNarrow = useNarrow();
  const coloured = heatOnPage(state) === null ? families : [];
  // In a narrow page the graph needs the room.
  const open = state.tools.legend ?? !isNarrow;
  if (skips.length + coloured.length === 0) return null;
  return (
    <section class="legend" aria-label={t('Legend')} data-testid="legend">
      <button
        type="button"
        class="legend-button"
        aria-expanded={open}
        data-testid="legend-button"
        onClick={() => page.store.dispatch({ type: 'tools', change: { legend: !open } })}
      >
        <Icon name={open ? 'chevronDown' : 'chevronRight'} />
        {t('Legend')}
      </button>
      {open && <Entries skips={skips} families={coloured} />}
    </section>
  );
}

/** Colours are of no use to who does not see them: the numbers are what the list tells then. */
function Entries({ skips, families }: ReturnType<typeof legendOf>) {
  return (
    <ul>
      {skips.map(([kind, count]) => (
        <SkipEntry key={kind} kind={kind} count={count} />
      ))}
      {families.map(([category, count]) => (
        <FamilyEntry key={category} category={category} count={count} />
      ))}
    </ul>
  );
}

function SkipEntry({ kind, count }: { readonly kind: SkipKind; readonly count: number }) {
  return (
    <li data-testid={`legend-skip-${kind}`}>
      <SkipSwatch kind={kind} />
      {t('{0} skip', kind)}
      <span class="visually-hidden">: {skipsWords(count)}</span>
    </li>
  );
}

interface FamilyProps {
  readonly category: LayerCategory;
  readonly count: number;
}

function FamilyEntry({ category, count }: FamilyProps) {
  return (
    <li data-testid={`legend-family-${category}`}>
      <FamilySwatch category={category} />
      {familyNames[category]}
      <span class="visually-hidden">: {layersWords(count)}</span>
    </li>
  );
}
