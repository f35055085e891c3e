/** What the colours of a heat map stand for: a slider over its steps, each with its range and its boxes. */
import { useMemo, useState } from 'preact/hooks';
import {
  heatClasses,
  heatLevels,
  shownBoxes,
  type Heat,
  type HeatMap,
  type HeatScale,
} from '../../src/layout/heat';
import { formatExact } from '../../src/model/format';
import { t } from '../l10n';
import type { Page } from '../page';
import { heatText, heatUnit } from '../state/heat';
import type { UiState } from '../state/uiState';
import { plural } from '../state/words';

/** A step of the legend: the colour of its highest level, for boxes from its lowest to that. */
interface Step extends Pick<Heat, 'level' | 'side'> {
  readonly lowest: number;
}

/** Of differences there are three steps on either side of none, for there is less room. */
const sideSteps = [
  { lowest: 0, level: 1 },
  { lowest: 2, level: 3 },
  { lowest: 4, level: heatLevels - 1 },
] as const;

/** The steps of the legend from left to right; of differences the least on either side are in the middle. */
function legendSteps({ measure }: HeatMap): Step[] {
  if (measure !== 'difference')
    return Array.from({ length: heatLevels }, (_, level) => ({ lowest: level, level }));
  const side = (name: 'less' | 'more') => sideSteps.map((step): Step => ({ ...step, side: name }));
  return [...side('less').reverse(), ...side('more')];
}

function legendTitle({ measure, scale }: HeatMap): string {
  const unit = heatUnit(measure);
  if (measure === 'difference')
    return t(
      'Differences that are within the spread of the measurements have no colour. The bar of a box is as long as its step.',
    );
  return scale?.logarithmic === true
    ? t(
        'Logarithmic scale of the boxes shown, {0}: layers and closed groups. The bar of a box is as long as its step.',
        unit,
      )
    : t(
        'Linear scale of the boxes shown, {0}: layers and closed groups. The bar of a box is as long as its step.',
        unit,
      );
}

/** Where a step begins, or the one before ends, from 0 to `heatLevels`. */
function stepStart(step: number, { least, most, logarithmic }: HeatScale): number {
  const share = step / heatLevels;
  return logarithmic ? least * (most / least) ** share : least + (most - least) * share;
}

/** The boxes of a step, in the order of the graph. */
function boxesOf({ lowest, level, side }: Step, map: HeatMap, { shown }: UiState): string[] {
  if (shown === undefined) return [];
  return shownBoxes(shown.picture).filter((id) => {
    const heat = map.heatOf(id);
    return heat !== undefined && heat.side === side && heat.level >= lowest && heat.level <= level;
  });
}

function sideText({ side, level }: Step, boxes: string): string {
  const rank = sideSteps.findIndex((step) => step.level === level) + 1;
  return side === 'less'
    ? t('Faster, step {0} of {1}: {2}', rank, sideSteps.length, boxes)
    : t('Slower, step {0} of {1}: {2}', rank, sideSteps.length, boxes);
}

/** `Step 3 of 7: 1.2 ms to 2.4 ms, 14 boxes · exactly 1.2113 to 2.4017`. */
function stepText(at: number, step: Step, map: HeatMap, state: UiState): string {
  const { measure, scale } = map;
  const boxes = plural(boxesOf(step, map, state).length, '{0} box', '{0} boxes');
  if (scale === undefined) return boxes;
  if (measure === 'difference') return sideText(step, boxes);
  const ends = [stepStart(at, scale), stepStart(at + 1, scale)] as const;
  const [from, to] = ends.map((end) => heatText(measure, end));
  const [least, most] = ends.map(formatExact);
  return t(
    'Step {0} of {1}: {2} to {3}, {4} · exactly {5} to {6}',
    at + 1,
    heatLevels,
    from ?? '',
    to ?? '',
    boxes,
    least ?? '',
    most ?? '',
  );
}

function walked(key: string, at: number, count: number): number | undefined {
  const to: Readonly<Record<string, number>> = {
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    Home: 0,
    End: count - 1,
  };
  const found = to[key];
  return found === undefined ? undefined : Math.min(count - 1, Math.max(0, found));
}

interface Props {
  readonly page: Page;
  readonly state: UiState;
  readonly map: HeatMap;
}

export function HeatLegend(props: Props) {
  const { map } = props;
  const { scale, whole, legend } = map;
  if (typeof legend === 'string')
    return (
      <span class="heat-legend" data-testid="heat-legend">
        {legend}
      </span>
    );
  const exact = (end: number | undefined): string => (end === undefined ? '' : formatExact(end));
  return (
    <span class="heat-legend" data-testid="heat-legend" title={legendTitle(map)}>
      <span data-testid="heat-least" data-value={scale?.least} title={exact(scale?.least)}>
        {legend.least}
      </span>
      <Steps {...props} />
      <span
        data-testid="heat-most"
        data-value={whole ? 'all' : scale?.most}
        title={exact(scale?.most)}
      >
        {legend.most}
      </span>
      <span class="heat-unit">{legend.unit}</span>
    </span>
  );
}

/** Boxes are counted for each step: not at every change of the page. */
function useSteps(map: HeatMap, state: UiState): { steps: Step[]; texts: string[] } {
  return useMemo(() => {
    const steps = legendSteps(map);
    return { steps, texts: steps.map((step, index) => stepText(index, step, map, state)) };
  }, [map, state.shown]);
}

/** The arrow keys go from step to step; Enter selects the first box of one. */
function Steps({ page, state, map }: Props) {
  const [chosen, setChosen] = useState(-1);
  const { steps, texts } = useSteps(map, state);
  const at = Math.min(chosen, steps.length - 1);
  const told = steps[at];
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = walked(event.key, at, steps.length);
    const id = told === undefined ? undefined : boxesOf(told, map, state)[0];
    if (to !== undefined) setChosen(to);
    else if (event.key === 'Enter' && id !== undefined) page.goTo({ type: 'box', id });
    else return;
    event.preventDefault();
  };
  return (
    <>
      <span
        class="heat-steps"
        role="slider"
        tabIndex={0}
        aria-label={t('Steps of the colours')}
        aria-valuemin={1}
        aria-valuemax={steps.length}
        aria-valuenow={Math.max(1, at + 1)}
        aria-valuetext={told === undefined ? legendTitle(map) : texts[at]}
        data-testid="heat-steps"
        onKeyDown={onKeyDown}
        onBlur={() => setChosen(-1)}
      >
        <Swatches steps={steps} texts={texts} at={at} />
      </span>
      {told !== undefined && <span class="heat-told">{texts[at]}</span>}
    </>
  );
}

interface SwatchProps {
  readonly steps: readonly Step[];
  readonly texts: readonly string[];
  /** Of the step that the keyboard is at; -1 for none. */
  readonly at: number;
}

function Swatches({ steps, texts, at }: SwatchProps) {
  return (
    <>
      {steps.map((step, index) => (
        <span
          key={heatClasses(step).join()}
          class={`heat-step ${heatClasses(step).join(' ')}${index === at ? ' is-active' : ''}`}
          title={texts[index]}
        />
      ))}
    </>
  );
}
