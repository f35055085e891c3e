/** The flame chart: a canvas to look at and to point at, and a tree for the keyboard and for screen readers. */
import type { RefObject } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../l10n';
import type { Page } from '../page';
import { ChartTools } from './charts/ChartTools';
import { fileColours } from './charts/colours';
import { framedSvg } from './charts/framed';
import type { Flame, FlameBar } from './flame';
import { usePointer, useWheel } from './flameGestures';
import { axisHeight, FlamePainter, rowHeight } from './flamePainter';
import {
  flameKey,
  isInSight,
  panned,
  revealing,
  spanOf,
  zoomed,
  type FlameKey,
  type Span,
} from './flameWindow';
import type { Pointed } from './PointerCard';

export interface FlameProps {
  readonly flame: Flame;
  /** Id of what the page has selected. */
  readonly selected: string | null;
  /** What is said of a bar, its name first. */
  readonly factsOf: (bar: FlameBar) => readonly [string, ...string[]];
  readonly onChoose: (bar: FlameBar) => void;
  readonly onPoint: (pointed: Pointed | null) => void;
  /** Of the step: over the exported picture. */
  readonly subtitle: string;
  readonly page: Page;
  readonly csv: () => string;
}

const hint = t(
  'Wheel: zoom · drag: move · arrow keys: from bar to bar · + and −: zoom · 1: all · 2: this bar · Enter: show in the graph',
);

const chartTitle = t('Flame chart of the step');

/** What the colours of kernels stand for; those of layers are the graph's. */
const keys = [
  ['kind-kernel phase-forward', t('kernels forward')],
  ['kind-kernel phase-backward', t('backward')],
  ['kind-kernel phase-optimizer', t('update')],
  ['kind-part', t('of no layer')],
] as const;

function FlameKeys() {
  return (
    <ul class="chart-keys" aria-label={t('Legend')}>
      {keys.map(([name, title]) => (
        <li key={name}>
          <span class={`flame-key ${name}`} aria-hidden="true" />
          {title}
        </li>
      ))}
    </ul>
  );
}

function flameSvg(
  painter: FlamePainter | null,
  container: Element | null,
  subtitle: string,
): string | undefined {
  const body = painter?.svg();
  if (body === undefined || painter === null || container === null) return undefined;
  const named = keys.map(([name, words]) => painter.key(words, name));
  return framedSvg({ ...body, title: chartTitle, subtitle, keys: named }, fileColours(container));
}

/** The painter of a container, for as long as that is on the page. */
function usePainter(container: RefObject<HTMLElement>): RefObject<FlamePainter> {
  const painter = useRef<FlamePainter>(null);
  useLayoutEffect(() => {
    if (container.current === null) return undefined;
    const made = new FlamePainter(container.current);
    painter.current = made;
    return () => made.remove();
  }, []);
  return painter;
}

/** So long after the last change of it the window is kept. */
const keepAfterMs = 300;

/** The window that was kept, if it is one of this step. */
function keptSpan(page: Page, { endMs }: Flame): Span | undefined {
  const kept = page.store.state.views.profile.flame;
  return kept?.of === endMs && kept.from < kept.to && kept.to <= endMs ? kept : undefined;
}

/** Not at every movement: whoever shows a part of the page's state is told each time. */
function useKeeping(page: Page, { endMs }: Flame, { from, to }: Span): void {
  useEffect(() => {
    const flame = from === 0 && to === endMs ? null : { from, to, of: endMs };
    const before = page.store.state.views.profile.flame;
    if (before?.from === flame?.from && before?.to === flame?.to) return undefined;
    const keep = (): void => page.store.dispatch({ type: 'profileView', change: { flame } });
    const timer = window.setTimeout(keep, keepAfterMs);
    return () => window.clearTimeout(timer);
  }, [from, to, endMs]);
}

function useSpan({ flame, selected, page }: FlameProps) {
  const whole = { from: 0, to: flame.endMs };
  const [span, setSpan] = useState<Span>(keptSpan(page, flame) ?? whole);
  const [activeIndex, setActive] = useState(-1);
  useKeeping(page, flame, span);
  useEffect(() => {
    setSpan(keptSpan(page, flame) ?? whole);
    setActive(-1);
  }, [flame]);
  useEffect(() => {
    const bars = flame.bars.filter(({ id }) => selected !== null && id === selected);
    const [first] = bars;
    if (first === undefined) return;
    setSpan((before) =>
      bars.some((bar) => isInSight(bar, before)) ? before : revealing(before, first, flame.endMs),
    );
  }, [flame, selected]);
  return { span, setSpan, whole, active: flame.bars[activeIndex], setActive };
}

export function FlameView(props: FlameProps) {
  const { flame, selected, factsOf, subtitle } = props;
  const container = useRef<HTMLDivElement>(null);
  const painter = usePainter(container);
  const view = useSpan(props);
  const { span, active } = view;
  const id = useId();
  useLayoutEffect(() => painter.current?.show({ flame, span, active, selected }));
  useWheel(container, view, flame);
  const pointer = usePointer(container, view, props);
  return (
    <div class="flame-scroll">
      <FlameHead {...props} svg={() => flameSvg(painter.current, container.current, subtitle)} />
      <div
        class="flame-chart"
        role="tree"
        tabIndex={0}
        aria-label={chartTitle}
        {...(active === undefined ? {} : { 'aria-activedescendant': id })}
        data-testid="flame"
        data-bars={flame.bars.length}
        data-from={span.from}
        data-to={span.to}
        ref={container}
        style={{ height: `${axisHeight + flame.rows.length * rowHeight}px` }}
        onKeyDown={(event) => onKey(event, view, props)}
        {...pointer}
      >
        <TreeItem id={id} bar={active ?? flame.bars[0]} flame={flame} factsOf={factsOf} />
      </div>
      <Readout facts={active && factsOf(active)} />
    </div>
  );
}

function Readout({ facts }: { readonly facts: readonly string[] | undefined }) {
  return (
    <p class="flame-hint" data-testid="flame-readout">
      {facts?.join(' · ') ?? hint}
    </p>
  );
}

interface HeadProps extends FlameProps {
  readonly svg: () => string | undefined;
}

function FlameHead({ page, svg, csv }: HeadProps) {
  return (
    <div class="chart-head">
      <span class="chart-title">{t('Time in the step')}</span>
      <FlameKeys />
      <ChartTools page={page} name="timeline" title={chartTitle} svg={svg} csv={csv} />
    </div>
  );
}

export type FlameWindow = ReturnType<typeof useSpan>;

function onKey(event: KeyboardEvent, view: FlameWindow, props: FlameProps): void {
  const key = flameKey(props.flame, view.active, event);
  if (key === undefined) return;
  event.preventDefault();
  actOn(key, view, props);
}

function actOn(key: FlameKey, view: FlameWindow, { flame, onChoose }: FlameProps): void {
  const { span, setSpan, setActive, active, whole } = view;
  const middle = active === undefined ? (span.from + span.to) / 2 : barMiddle(active, span);
  switch (key.type) {
    case 'go':
      setActive(key.to.index);
      setSpan(revealing(span, key.to, flame.endMs));
      break;
    case 'zoom':
      setSpan(zoomed(span, key.factor, middle, flame.endMs));
      break;
    case 'pan':
      setSpan(panned(span, key.share * (span.to - span.from), flame.endMs));
      break;
    case 'fit':
      setSpan(whole);
      break;
    case 'zoomTo':
      if (active !== undefined) setSpan(spanOf(active, flame.endMs));
      break;
    case 'choose':
      if (active !== undefined) onChoose(active);
      break;
  }
}

/** The middle of what is in sight of a bar. */
function barMiddle({ startMs, endMs }: FlameBar, { from, to }: Span): number {
  return (Math.max(startMs, from) + Math.min(endMs, to)) / 2;
}

interface ItemProps {
  readonly id: string;
  readonly bar: FlameBar | undefined;
  readonly flame: Flame;
  readonly factsOf: FlameProps['factsOf'];
}

/** What a screen reader hears of the bar that the keyboard is at; the picture of it is on the canvas. */
function TreeItem({ id, bar, flame, factsOf }: ItemProps) {
  if (bar === undefined) return null;
  const siblings = (flame.rows[bar.depth] ?? []).filter(({ parent }) => parent === bar.parent);
  return (
    <div
      class="visually-hidden"
      role="treeitem"
      id={id}
      data-testid="flame-bar"
      aria-label={factsOf(bar).join(', ')}
      aria-level={bar.depth + 1}
      aria-posinset={siblings.indexOf(bar) + 1}
      aria-setsize={siblings.length}
    />
  );
}
