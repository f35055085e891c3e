/** What the boxes of the graph are coloured by, and what the colours stand for. */
import {
  heatClasses,
  heatLevels,
  heatMeasures,
  modelMeasures,
  type Heat,
  type HeatMap,
  type HeatMeasure,
} from '../../src/layout/heat';
import { t } from '../l10n';
import type { Page } from '../page';
import { heatOnPage, measuresOf } from '../profile/profileHeat';
import { heatTitle, heatUnit } from '../state/heat';
import type { UiState } from '../state/uiState';

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
      {map !== null && <HeatLegend map={map} />}
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

/** The steps of the legend from left to right; of differences the least on either side are in the middle. */
function legendSteps(measure: HeatMeasure): Pick<Heat, 'level' | 'side'>[] {
  if (measure !== 'difference')
    return Array.from({ length: heatLevels }, (_, level) => ({ level }));
  const levels = [1, 3, heatLevels - 1];
  const side = (side: 'less' | 'more') => levels.map((level) => ({ level, side }));
  return [...side('less').reverse(), ...side('more')];
}

function legendTitle({ measure, scale }: HeatMap): string {
  const unit = heatUnit(measure);
  if (measure === 'difference')
    return t(
      'Differences that are within the spread of the measurements have no colour. The bar of a box is as long as its step.',
    );
  return scale?.logarithmic === true
    ? t('Logarithmic scale: {0}. The bar of a box is as long as its step.', unit)
    : t('Linear scale: {0}. The bar of a box is as long as its step.', unit);
}

function HeatLegend({ map }: { readonly map: HeatMap }) {
  const { measure, scale, whole, legend } = map;
  if (typeof legend === 'string')
    return (
      <span class="heat-legend" data-testid="heat-legend">
        {legend}
      </span>
    );
  return (
    <span class="heat-legend" data-testid="heat-legend" title={legendTitle(map)}>
      <span data-testid="heat-least" data-value={scale?.least}>
        {legend.least}
      </span>
      <span class="heat-steps" aria-hidden="true">
        {legendSteps(measure).map((step) => (
          <span key={heatClasses(step).join()} class={`heat-step ${heatClasses(step).join(' ')}`} />
        ))}
      </span>
      <span data-testid="heat-most" data-value={whole ? 'all' : scale?.most}>
        {legend.most}
      </span>
      <span class="heat-unit">{legend.unit}</span>
    </span>
  );
}
