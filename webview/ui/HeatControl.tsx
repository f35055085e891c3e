/** What the boxes of the graph are coloured by, and what the colours stand for. */
import { t } from '../l10n';
import type { Page } from '../page';
import { heatOnPage, measuresOf } from '../profile/profileHeat';
import {
  heatClasses,
  heatLevels,
  heatMeasures,
  measures,
  modelMeasures,
  type Heat,
  type HeatMap,
  type HeatMeasure,
} from '../state/heat';
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
          {measures[measure].title}
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
  const { unit } = measures[measure];
  if (measure === 'difference')
    return t(
      'Differences that are within the spread of the measurements have no colour. The bar of a box is as long as its step.',
    );
  return scale?.logarithmic === true
    ? t('Logarithmic scale: {0}. The bar of a box is as long as its step.', unit)
    : t('Linear scale: {0}. The bar of a box is as long as its step.', unit);
}

function noScaleText({ measure, whole }: HeatMap): string {
  if (measure === 'difference') return t('No difference beyond the spread');
  return whole ? t('Every layer sees the whole input') : t('There are none');
}

function HeatLegend({ map }: { readonly map: HeatMap }) {
  const { measure, scale, whole } = map;
  const { text, unit } = measures[measure];
  if (scale === undefined)
    return (
      <span class="heat-legend" data-testid="heat-legend">
        {noScaleText(map)}
      </span>
    );
  return (
    <span class="heat-legend" data-testid="heat-legend" title={legendTitle(map)}>
      <span data-testid="heat-least" data-value={scale.least}>
        {text(scale.least)}
      </span>
      <span class="heat-steps" aria-hidden="true">
        {legendSteps(measure).map((step) => (
          <span key={heatClasses(step).join()} class={`heat-step ${heatClasses(step).join(' ')}`} />
        ))}
      </span>
      <span data-testid="heat-most" data-value={whole ? 'all' : scale.most}>
        {whole ? t('{0}, all', text(scale.most)) : text(scale.most)}
      </span>
      <span class="heat-unit">{scale.logarithmic ? t('{0}, logarithmic', unit) : unit}</span>
    </span>
  );
}
