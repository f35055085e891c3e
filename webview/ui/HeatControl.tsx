/** What the boxes of the graph are coloured by, and what the colours stand for. */
import { heatMeasures, modelMeasures, type HeatMeasure } from '../../src/layout/heat';
import { t } from '../l10n';
import type { Page } from '../page';
import { heatOnPage, measuresOf } from '../profile/profileHeat';
import { heatTitle } from '../state/heat';
import type { UiState } from '../state/uiState';
import { HeatLegend } from './HeatLegend';

const category = 'category';

function measureNamed(name: string): HeatMeasure | null {
  return heatMeasures.find((measure) => measure === name) ?? null;
}

export function HeatControl({ page, state }: { readonly page: Page; readonly state: UiState }) {
  const map = heatOnPage(state);
  const ofProfile = measuresOf(state.profile);
  return (
    <div class="heat">
      <label class="heat-choice">
        {t('Colour by')}
        <select
          class="select"
          data-testid="colour-by"
          value={map?.measure ?? category}
          onChange={({ currentTarget }) =>
            page.store.dispatch({
              type: 'views',
              change: { heat: measureNamed(currentTarget.value) },
            })
          }
        >
          <option value={category}>{t('Category')}</option>
          <Options measured={modelMeasures} />
          {ofProfile.length > 0 && (
            <optgroup label={t('Profile')}>
              <Options measured={ofProfile} />
            </optgroup>
          )}
        </select>
      </label>
      {map !== null && <HeatLegend page={page} state={state} map={map} />}
    </div>
  );
}

function Options({ measured }: { readonly measured: readonly HeatMeasure[] }) {
  return (
    <>
      {measured.map((measure) => (
        <option key={measure} value={measure}>
          {heatTitle(measure)}
        </option>
      ))}
    </>
  );
}
