/**
 * The pointer and the wheel over the graph. As in Figma and in VS Code's own editors the plain wheel
 * moves, and the wheel with Ctrl or Cmd (which is what a pinch sends) zooms. Dragging moves.
 */
import type { Camera } from './camera';
import type { GraphRenderer, Target } from './renderer';

export interface GestureEvents {
  click(target: Target | null): void;
  doubleClick(target: Target | null): void;
  hover(target: Target | null, event: PointerEvent): void;
}

/** The pointer may tremble this much within a click, pixels. */
const tremble = 4;
/** A wheel that turns by lines or pages is counted as so many pixels. */
const wheelUnits: readonly number[] = [1, 18, 400];

interface Drag {
  readonly pointer: number;
  readonly startX: number;
  readonly startY: number;
  x: number;
  y: number;
  moved: boolean;
}

export class Gestures {
  readonly #renderer: GraphRenderer;
  readonly #camera: Camera;
  readonly #events: GestureEvents;
  #drag: Drag | undefined;

  constructor(renderer: GraphRenderer, camera: Camera, events: GestureEvents) {
    this.#renderer = renderer;
    this.#camera = camera;
    this.#events = events;
    const element: Element = renderer.element;
    on(element, 'pointerdown', (event) => this.#down(event));
    on(element, 'pointermove', (event) => this.#move(event));
    on(element, 'pointerup', (event) => this.#up(event));
    on(element, 'pointercancel', () => this.#end());
    on(element, 'pointerleave', (event) => events.hover(null, event));
    on(element, 'dblclick', (event) => events.doubleClick(renderer.targetOf(event)));
    element.addEventListener('wheel', (event) => this.#wheel(event as WheelEvent), {
      passive: false,
    });
  }

  #down(event: PointerEvent): void {
    if (event.button !== 0 && event.button !== 1) return;
    // The browser would move the focus by itself, and scroll the page to what it focuses.
    event.preventDefault();
    const { pointerId: pointer, clientX: x, clientY: y } = event;
    this.#drag = { pointer, startX: x, startY: y, x, y, moved: false };
  }

  #move(event: PointerEvent): void {
    const drag = this.#drag;
    if (drag?.pointer !== event.pointerId) {
      this.#events.hover(this.#renderer.targetOf(event), event);
      return;
    }
    const away = Math.hypot(event.clientX - drag.startX, event.clientY - drag.startY);
    if (!drag.moved && away > tremble) this.#startDrag(drag, event);
    if (!drag.moved) return;
    this.#camera.pan(event.clientX - drag.x, event.clientY - drag.y);
    [drag.x, drag.y] = [event.clientX, event.clientY];
  }

  /** Captured only now: a captured click would no longer know what it is on. */
  #startDrag(drag: Drag, event: PointerEvent): void {
    drag.moved = true;
    [drag.x, drag.y] = [drag.startX, drag.startY];
    this.#renderer.element.setPointerCapture(drag.pointer);
    this.#renderer.element.classList.add('dragging');
    this.#events.hover(null, event);
  }

  #up(event: PointerEvent): void {
    const drag = this.#drag;
    if (drag?.pointer !== event.pointerId) return;
    this.#end();
    if (!drag.moved && event.button === 0) this.#events.click(this.#renderer.targetOf(event));
  }

  #end(): void {
    this.#drag = undefined;
    this.#renderer.element.classList.remove('dragging');
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const unit = wheelUnits[event.deltaMode] ?? 1;
    const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
    if (event.ctrlKey || event.metaKey) {
      const { left, top } = this.#renderer.element.getBoundingClientRect();
      const at = { x: event.clientX - left, y: event.clientY - top };
      this.#camera.zoom(Math.exp(-clampStep(dy) * 0.01), at);
    } else if (event.shiftKey && dx === 0) this.#camera.pan(-dy, 0);
    else this.#camera.pan(-dx, -dy);
  }
}

/** A notch of a mouse's wheel is a hundred pixels and more; a pinch sends a few at a time. */
function clampStep(delta: number): number {
  return Math.max(-25, Math.min(25, delta));
}

function on(
  element: Element,
  type: 'pointerdown' | 'pointermove' | 'pointerup' | 'pointercancel' | 'pointerleave' | 'dblclick',
  handler: (event: PointerEvent) => void,
): void {
  element.addEventListener(type, (event) => handler(event as PointerEvent));
}
