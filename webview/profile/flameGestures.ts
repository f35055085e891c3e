/** The wheel and the pointer over a flame chart. */
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { formatMilliseconds } from '../../src/model/format';
import { t } from '../l10n';
import { barAt, type Flame, type FlameBar } from './flame';
import { axisHeight, rowHeight } from './flamePainter';
import { panned, spanOf, zoomed, type Span } from './flameWindow';
import type { FlameProps, FlameWindow } from './FlameView';
import type { Pointed } from './PointerCard';

/** CSS pixels of a wheel that double the picture. */
const wheelPerDouble = 300;

function timeAt(container: HTMLElement, { span }: FlameWindow, clientX: number): number {
  const { left, width } = container.getBoundingClientRect();
  return span.from + ((clientX - left) / Math.max(1, width)) * (span.to - span.from);
}

export function useWheel(
  container: RefObject<HTMLElement>,
  view: FlameWindow,
  { endMs }: Flame,
): void {
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

interface Press {
  readonly x: number;
  readonly span: Span;
  moved: boolean;
}

function barUnder(
  container: HTMLElement | null,
  view: FlameWindow,
  flame: Flame,
  event: PointerEvent,
): FlameBar | undefined {
  if (container === null) return undefined;
  const y = event.clientY - container.getBoundingClientRect().top;
  const depth = Math.floor((y - axisHeight) / rowHeight);
  return barAt(flame, depth, timeAt(container, view, event.clientX));
}

/** Moves the picture with the pointer, once it has moved further than a click does. */
function drag(
  press: Press,
  clientX: number,
  width: number,
  view: FlameWindow,
  endMs: number,
): void {
  const { x, span } = press;
  if (Math.abs(x - clientX) > clickPixels) press.moved = true;
  if (!press.moved) return;
  view.setSpan(panned(span, ((x - clientX) / Math.max(1, width)) * (span.to - span.from), endMs));
}

export function usePointer(
  container: RefObject<HTMLElement>,
  view: FlameWindow,
  { flame, factsOf, onPoint, onChoose }: FlameProps,
) {
  const press = useRef<Press | null>(null);
  const under = (event: PointerEvent): FlameBar | undefined =>
    barUnder(container.current, view, flame, event);
  return {
    onPointerDown: (event: PointerEvent) => {
      press.current = { x: event.clientX, span: view.span, moved: false };
      container.current?.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      const { clientX: x, clientY: y } = event;
      if (press.current !== null)
        drag(press.current, x, container.current?.clientWidth ?? 1, view, flame.endMs);
      const bar = press.current?.moved === true ? undefined : under(event);
      onPoint(bar === undefined ? null : { x, y, ...cardOf(bar, factsOf(bar)) });
    },
    onPointerUp: (event: PointerEvent) => {
      const bar = press.current?.moved === false ? under(event) : undefined;
      press.current = null;
      if (bar === undefined) return;
      view.setActive(bar.index);
      onChoose(bar);
    },
    onPointerCancel: () => {
      press.current = null;
    },
    onPointerLeave: () => onPoint(null),
    onDblClick: () => {
      if (view.active !== undefined) view.setSpan(spanOf(view.active, flame.endMs));
    },
  };
}

function cardOf(
  bar: FlameBar,
  [title, ...lines]: readonly [string, ...string[]],
): Pick<Pointed, 'title' | 'lines'> {
  const gap = bar.endMs - bar.startMs - bar.busyMs;
  const at = t('begins at {0}', formatMilliseconds(bar.startMs));
  const idle =
    gap > 0.01 * bar.busyMs ? [t('{0} between its kernels', formatMilliseconds(gap))] : [];
  return { title, lines: [...lines, at, ...idle] };
}
