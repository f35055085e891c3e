/** What each key does in the graph. Documented in the README: change both. */
import type { Direction } from './navigation';
import type { Tool } from './tools';

export type KeyAction =
  | CameraAction
  | { readonly type: 'go'; readonly direction: Direction }
  | { readonly type: 'open' | 'toggle' | 'fitSelection' | 'clear' }
  | { readonly type: 'tool'; readonly tool: Tool };

/** What changes where the picture is seen from, and nothing else. */
export type CameraAction =
  | { readonly type: 'zoom'; readonly factor: number }
  | { readonly type: 'pan'; readonly x: number; readonly y: number }
  | { readonly type: 'fit' | 'actualSize' };

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const zoomStep = 1.25;
const panStep = 80;

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
};

/** With Shift the arrows move in and out of groups. */
const shifted: Readonly<Record<string, Direction>> = { ArrowUp: 'out', ArrowDown: 'in' };

const pans: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [0, panStep],
  ArrowDown: [0, -panStep],
  ArrowLeft: [panStep, 0],
  ArrowRight: [-panStep, 0],
};

const others: Readonly<Record<string, KeyAction>> = {
  Enter: { type: 'open' },
  ' ': { type: 'toggle' },
  '+': { type: 'zoom', factor: zoomStep },
  '=': { type: 'zoom', factor: zoomStep },
  '-': { type: 'zoom', factor: 1 / zoomStep },
  _: { type: 'zoom', factor: 1 / zoomStep },
  '1': { type: 'fit' },
  '2': { type: 'fitSelection' },
  '0': { type: 'actualSize' },
  t: { type: 'tool', tool: 'tracing' },
  m: { type: 'tool', tool: 'minimap' },
  Escape: { type: 'clear' },
};

/** Where the focus is beside the graph only what moves the window over it: arrows, Enter and Space are the button's. */
export function viewAction(press: KeyPress): KeyAction | undefined {
  const action = keyAction(press);
  switch (action?.type) {
    case 'zoom':
    case 'fit':
    case 'fitSelection':
    case 'actualSize':
    case 'tool':
      return action;
    default:
      return undefined;
  }
}

/** The action of a key; undefined for keys that belong to the editor, all those with Ctrl or Cmd among them. */
export function keyAction(press: KeyPress): KeyAction | undefined {
  if (press.ctrlKey || press.metaKey) return undefined;
  if (press.altKey) {
    const [x, y] = pans[press.key] ?? [];
    return x === undefined || y === undefined ? undefined : { type: 'pan', x, y };
  }
  const direction = (press.shiftKey ? shifted : directions)[press.key];
  return direction === undefined ? others[press.key] : { type: 'go', direction };
}
