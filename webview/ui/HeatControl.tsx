/** What the boxes of the graph are coloured by, and what the colours stand for. */
import { t } from '../l10n';
import type { Page } from '../page';
import {
  heatLevels,
  heatMapOf,
  heatMeasures,
  measures,
  type HeatMap,
  type HeatMeasure,
} from '../state/heat';
import type { UiState } from '../state/uiState';

const category = 'category';

function measureNamed(name: string): HeatMeasure | null {
  return heatMeasures.find((measure) => measure === name) ?? null;
}

export function HeatControl({ page, state }: { readonly page: Page; readonly state: UiState }) {
  const { heat } = state.views;
  const { shown } = state;
  return (
    <div class="heat">
      <label class="heat-choice">
        {t('Colour by')}
        <select
          class="select"
          data-testid="colour-by"
          value={heat ?? category}
          onChange={({ currentTarget }) =>
            page.store.dispatch({
              type: 'views',
              change: { heat: measureNamed(currentTarget.value) },
            })
          }
        >
          <option value={category}>{t('Category')}</option>
          {heatMeasures.map((measure) => (
            <option key={measure} value={measure}>
              {measures[measure].title}
            </option>
          ))}
        </select>
      </label>
      {shown !== undefined && heat !== null && <HeatLegend map={heatMapOf(shown.index, heat)} />}
    </div>
  );
}

function legendTitle({ measure, scale }: HeatMap): string {
  const { unit } = measures[measure];
  return scale?.logarithmic === true
    ? t('Logarithmic scale: {0}. The bar of a box is as long as its step.', unit)
    : t('Linear scale: {0}. The bar of a box is as long as its step.', unit);
}

function HeatLegend({ map }: { readonly map: HeatMap }) {
  const { measure, scale, whole } = map;
  const { text, unit } = measures[measure];
  if (scale === undefined)
    return (
      <span class="heat-legend" data-testid="heat-legend">
        {whole ? t('Every layer sees the whole input') : t('There are none')}
      </span>
    );
  const levels = Array.from({ length: heatLevels }, (_, level) => level);
  return (
    <span class="heat-legend" data-testid="heat-legend" title={legendTitle(map)}>
      <span data-testid="heat-least" data-value={scale.least}>
        {text(scale.least)}
      </span>
      <span class="heat-steps" aria-hidden="true">
        {levels.map((level) => (
          <span key={level} class={`heat-step heat-${level}`} />
        ))}
      </span>
      <span data-testid="heat-most" data-value={whole ? 'all' : scale.most}>
        {whole ? t('{0}, all', text(scale.most)) : text(scale.most)}
      </span>
      <span class="heat-unit">{scale.logarithmic ? t('{0}, logarithmic', unit) : unit}</span>
    </span>
  );
}
