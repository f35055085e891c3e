/** What the boxes of the graph are coloured by, and what the colours stand for. */
import { heatLevels, heatMeasures, type HeatMap, type HeatMeasure } from '../../src/layout/heat';
import { t } from '../l10n';
import type { Page } from '../page';
import { heatMapOf, heatWords } from '../state/heat';
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
              {heatWords.titles[measure]}
            </option>
          ))}
        </select>
      </label>
      {shown !== undefined && heat !== null && <HeatLegend map={heatMapOf(shown.index, heat)} />}
    </div>
  );
}

function legendTitle({ measure, scale }: HeatMap): string {
  const unit = heatWords.units[measure];
  return scale?.logarithmic === true
    ? t('Logarithmic scale: {0}. The bar of a box is as long as its step.', unit)
    : t('Linear scale: {0}. The bar of a box is as long as its step.', unit);
}

function HeatLegend({ map }: { readonly map: HeatMap }) {
  const { scale, whole, legend } = map;
  if (typeof legend === 'string')
    return (
      <span class="heat-legend" data-testid="heat-legend">
        {legend}
      </span>
    );
  const levels = Array.from({ length: heatLevels }, (_, level) => level);
  return (
    <span class="heat-legend" data-testid="heat-legend" title={legendTitle(map)}>
      <span data-testid="heat-least" data-value={scale?.least}>
        {legend.least}
      </span>
      <span class="heat-steps" aria-hidden="true">
        {levels.map((level) => (
          <span key={level} class={`heat-step heat-${level}`} />
        ))}
      </span>
      <span data-testid="heat-most" data-value={whole ? 'all' : scale?.most}>
        {legend.most}
      </span>
      <span class="heat-unit">{legend.unit}</span>
    </span>
  );
}
