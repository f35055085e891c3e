/** One step from its beginning to its end, as a flame chart, and its kernels by name. */
import { shareOfStep } from '../../src/model/profile/nodeCosts';
import type { RefObject } from 'preact';
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatMilliseconds } from '../../src/model/format';
import { t } from '../l10n';
import type { Page } from '../page';
import { percent, plural } from '../state/words';
import type { FlameClock } from '../../src/model/profile/flame';
import { barAt, flameOf, hasDeviceClock, type Flame, type FlameBar } from './flame';
import { axisHeight, FlamePainter, rowHeight } from './flamePainter';
import { flameKey, panned, revealing, spanOf, zoomed, type FlameKey, type Span } from './flameView';
import { KernelTable } from './KernelTable';
import type { PictureProps } from './ProfileView';
import { PointerCard, type Pointed } from './PointerCard';
import { phaseTitles } from './words';

/** CSS pixels of a wheel that double the picture. */
const wheelPerDouble = 300;

export function Timeline({ page, state, shown, profile: { profile } }: PictureProps) {
  const [clock, setClock] = useState<FlameClock>('host');
  const flame = useMemo(() => flameOf(profile, shown.index, clock), [profile, shown.index, clock]);
  const selected = state.selection?.type === 'box' ? state.selection.id : null;
  const [pointed, point] = useState<Pointed | null>(null);
  const whereOf = (bar: FlameBar): string =>
    barLabel(bar, shareOfStep({ ms: bar.busyMs }, profile));
  return (
    <div class="picture-and-table">
      {hasDeviceClock(profile) && <Clock clock={clock} onChange={setClock} />}
      <FlameChart page={page} flame={flame} selected={selected} labelOf={whereOf} onPoint={point} />
      <KernelTable profile={profile} />
      {pointed !== null && <PointerCard pointed={pointed} />}
    </div>
  );
}

interface ClockProps {
  readonly clock: FlameClock;
  readonly onChange: (clock: FlameClock) => void;
}

/** Whose clock the chart goes by: the host's has every kernel, the device's those that it timed. */
function Clock({ clock, onChange }: ClockProps) {
  return (
    <label class="table-bar">
      {t('Clock')}
      <select
        class="select"
        data-testid="flame-clock"
        value={clock}
        onChange={({ currentTarget }) =>
          onChange(currentTarget.value === 'device' ? 'device' : 'host')
        }
      >
        <option value="host">{t('of the host')}</option>
        <option value="device">{t('of the device')}</option>
      </select>
    </label>
  );
}

/** `Conv2D conv2d_1, forward: 3.2 ms, 1.5 % of the step, 2 kernels`. */
function barLabel(bar: FlameBar, share: number): string {
  const { kind, title, className, phase, busyMs, kernels } = bar;
  const what = [className, title].filter(Boolean).join(' ');
  return [
    kind === 'phase' ? what : `${what}, ${phaseTitles[phase].toLowerCase()}`,
    formatMilliseconds(busyMs),
    t('{0} of the step', percent(share)),
    kind === 'kernel' ? t('kernel') : plural(kernels, '{0} kernel', '{0} kernels'),
  ].join(', ');
}

interface ChartProps {
  readonly page: Page;
  readonly flame: Flame;
  readonly selected: string | null;
  readonly labelOf: (bar: FlameBar) => string;
  readonly onPoint: (pointed: Pointed | null) => void;
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

function useSpan({ flame, selected }: ChartProps) {
  const whole = { from: 0, to: flame.endMs };
  const [span, setSpan] = useState<Span>(whole);
  const [activeIndex, setActive] = useState(-1);
  useEffect(() => {
    setSpan(whole);
    setActive(-1);
  }, [flame]);
  useEffect(() => {
    const bar = flame.bars.find(({ id }) => selected !== null && id === selected);
    if (bar !== undefined) setSpan((before) => revealing(before, bar, flame.endMs));
  }, [flame, selected]);
  return { span, setSpan, whole, active: flame.bars[activeIndex], setActive };
}

function FlameChart(props: ChartProps) {
  const { page, flame, selected, labelOf } = props;
  const container = useRef<HTMLDivElement>(null);
  const painter = usePainter(container);
  const view = useSpan(props);
  const { span, active } = view;
  const id = useId();
  useLayoutEffect(() => painter.current?.show({ flame, span, active, selected }));
  const choose = (bar: FlameBar): void => {
    if (bar.id !== undefined) page.goTo({ type: 'box', id: bar.id });
  };
  const act = (key: FlameKey): void => actOn(key, view, flame, choose);
  useWheel(container, view, flame);
  const pointer = usePointer(container, view, props, choose);
  return (
    <div class="flame-scroll">
      <div
        class="flame-chart"
        role="tree"
        tabIndex={0}
        aria-label={t('Flame chart of the step')}
        {...(active === undefined ? {} : { 'aria-activedescendant': id })}
        data-testid="flame"
        data-bars={flame.bars.length}
        data-from={span.from}
        data-to={span.to}
        ref={container}
        style={{ height: `${axisHeight + flame.rows.length * rowHeight}px` }}
        onKeyDown={(event) => {
          const key = flameKey(flame, active, event);
          if (key === undefined) return;
          event.preventDefault();
          act(key);
        }}
        {...pointer}
      >
        <TreeItem id={id} bar={active ?? flame.bars[0]} flame={flame} labelOf={labelOf} />
      </div>
      <p class="flame-hint">
        {t(
          'Wheel: zoom · drag: move · arrow keys: from bar to bar · + and −: zoom · 1: all · 2: this bar · Enter: show in the graph',
        )}
      </p>
    </div>
  );
}

type View = ReturnType<typeof useSpan>;

function actOn(key: FlameKey, view: View, flame: Flame, choose: (bar: FlameBar) => void): void {
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
      if (active !== undefined) choose(active);
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
  readonly labelOf: (bar: FlameBar) => string;
}

/** What a screen reader hears of the bar that the keyboard is at; the picture of it is on the canvas. */
function TreeItem({ id, bar, flame, labelOf }: ItemProps) {
  if (bar === undefined) return null;
  const siblings = (flame.rows[bar.depth] ?? []).filter(({ parent }) => parent === bar.parent);
  return (
    <div
      class="visually-hidden"
      role="treeitem"
      id={id}
      data-testid="flame-bar"
      aria-label={labelOf(bar)}
      aria-level={bar.depth + 1}
      aria-posinset={siblings.indexOf(bar) + 1}
      aria-setsize={siblings.length}
    />
  );
}

function timeAt(container: HTMLElement, { span }: View, clientX: number): number {
  const { left, width } = container.getBoundingClientRect();
  return span.from + ((clientX - left) / Math.max(1, width)) * (span.to - span.from);
}

function useWheel(container: RefObject<HTMLElement>, view: View, { endMs }: Flame): void {
  const last = useRef(view);
  last.current = view;
  useEffect(() => {
    const element = container.current;
    if (element === null) return undefined;
    // By hand, because a wheel is only the page's own where the listener says so.
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { span, setSpan } = last.current;
      const perPixel = (span.to - span.from) / Math.max(1, element.clientWidth);
      const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (sideways !== 0) setSpan(panned(span, sideways * perPixel, endMs));
      else {
        const factor = 2 ** (-event.deltaY / wheelPerDouble);
        setSpan(zoomed(span, factor, timeAt(element, last.current, event.clientX), endMs));
      }
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [endMs]);
}

/** A press that moves is a drag; one that does not is a click. */
const clickPixels = 4;

function usePointer(
  container: RefObject<HTMLElement>,
  view: View,
  { flame, labelOf, onPoint }: ChartProps,
  choose: (bar: FlameBar) => void,
) {
  const press = useRef<{ x: number; span: Span; moved: boolean } | null>(null);
  const barUnder = (event: PointerEvent): FlameBar | undefined => {
    if (container.current === null) return undefined;
    const y = event.clientY - container.current.getBoundingClientRect().top;
    const depth = Math.floor((y - axisHeight) / rowHeight);
    return barAt(flame, depth, timeAt(container.current, view, event.clientX));
  };
  const drag = (event: PointerEvent): void => {
    const { x, span } = press.current ?? { x: event.clientX, span: view.span };
    const width = Math.max(1, container.current?.clientWidth ?? 1);
    const by = ((x - event.clientX) / width) * (span.to - span.from);
    if (Math.abs(x - event.clientX) > clickPixels && press.current) press.current.moved = true;
    if (press.current?.moved === true) view.setSpan(panned(span, by, flame.endMs));
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      press.current = { x: event.clientX, span: view.span, moved: false };
      container.current?.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      if (press.current !== null) drag(event);
      const bar = press.current?.moved === true ? undefined : barUnder(event);
      onPoint(
        bar === undefined ? null : { x: event.clientX, y: event.clientY, ...cardOf(bar, labelOf) },
      );
    },
    onPointerUp: (event: PointerEvent) => {
      const bar = press.current?.moved === false ? barUnder(event) : undefined;
      press.current = null;
      if (bar === undefined) return;
      view.setActive(bar.index);
      choose(bar);
    },
    onPointerLeave: () => onPoint(null),
    onDblClick: () => {
      if (view.active !== undefined) view.setSpan(spanOf(view.active, flame.endMs));
    },
  };
}

function cardOf(
  bar: FlameBar,
  labelOf: (bar: FlameBar) => string,
): Pick<Pointed, 'title' | 'lines'> {
  const [title = '', ...lines] = labelOf(bar).split(', ');
  const gap = bar.endMs - bar.startMs - bar.busyMs;
  const at = t('begins at {0}', formatMilliseconds(bar.startMs));
  const idle =
    gap > 0.01 * bar.busyMs ? [t('{0} between its kernels', formatMilliseconds(gap))] : [];
  return { title, lines: [...lines, at, ...idle] };
}
