/** Which part of the picture the window shows: a point of the screen is a point of the picture times zoom plus offset. */
import type { Point, Rect } from '../../src/layout/picture';

export interface Viewport extends Point {
  readonly zoom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** What the window shows, and how large it is. */
export interface Sight {
  readonly viewport: Viewport;
  readonly view: Size;
}

const leastZoom = 0.05;
const mostZoom = 4;
/** Below this, text of 12 px is hard to read. */
const readableZoom = 0.6;
/** Space around the picture when it is fitted. */
const margin = 8;
/** So much of the picture stays in the window however far it is moved. */
const handle = 64;

export function clampZoom(zoom: number): number {
  return Math.min(mostZoom, Math.max(leastZoom, zoom));
}

/** The whole picture in the window, never larger than life. */
export function fitAll(picture: Size, view: Size): Viewport {
  const zoom = clampZoom(
    Math.min(1, fitZoom(picture.width, view.width), fitZoom(picture.height, view.height)),
  );
  const y = (view.height - picture.height * zoom) / 2;
  return { zoom, x: (view.width - picture.width * zoom) / 2, y: Math.max(margin, y) };
}

/** A part of the picture as large as the window allows, with space around it; up to a half over life size. */
export function fitRect(rect: Rect, view: Size): Viewport {
  const space = { width: view.width * 0.8, height: view.height * 0.8 };
  const zoom = clampZoom(
    Math.min(1.5, fitZoom(rect.width, space.width), fitZoom(rect.height, space.height)),
  );
  return centredOn({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 }, zoom, view);
}

/** The viewport with a point of the picture in the middle of the window. */
export function centredOn({ x, y }: Point, zoom: number, view: Size): Viewport {
  return { zoom, x: view.width / 2 - x * zoom, y: view.height / 2 - y * zoom };
}

/** The part of the picture that the window shows, in pixels of the picture. */
export function shownArea({ x, y, zoom }: Viewport, { width, height }: Size): Rect {
  return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
}

/** Whether the whole picture is in the window. */
export function showsAll(viewport: Viewport, picture: Size, view: Size): boolean {
  const area = shownArea(viewport, view);
  return (
    area.x <= 0 &&
    area.y <= 0 &&
    area.x + area.width >= picture.width &&
    area.y + area.height >= picture.height
  );
}

/**
 * The first sight: as wide as the window where the text stays readable, with the top of the network
 * at the top, for a deep network as a whole would be a thin line.
 * @param centre the x that is put in the middle when the picture is wider than the window.
 */
export function firstView(picture: Size, view: Size, centre: number): Viewport {
  const whole = fitAll(picture, view);
  if (whole.zoom >= 0.85) return whole;
  const zoom = Math.min(1, Math.max(readableZoom, fitZoom(picture.width, view.width)));
  const fits = picture.width * zoom <= view.width - 2 * margin;
  const middle = fits ? picture.width / 2 : centre;
  return { zoom, x: view.width / 2 - middle * zoom, y: margin };
}

function fitZoom(length: number, available: number): number {
  return length <= 0 ? 1 : Math.max(1, available - 2 * margin) / length;
}

/** Zooms and leaves the point of the picture under `at` (of the screen) where it is. */
export function zoomAround(viewport: Viewport, at: Point, factor: number): Viewport {
  const zoom = clampZoom(viewport.zoom * factor);
  const scale = zoom / viewport.zoom;
  return { zoom, x: at.x - (at.x - viewport.x) * scale, y: at.y - (at.y - viewport.y) * scale };
}

export function panBy(viewport: Viewport, dx: number, dy: number): Viewport {
  return { ...viewport, x: viewport.x + dx, y: viewport.y + dy };
}

/** Keeps a part of the picture in the window, so that it cannot be lost. */
export function keepInSight(viewport: Viewport, picture: Size, view: Size): Viewport {
  const { zoom } = viewport;
  const limit = (offset: number, length: number, available: number): number => {
    const reach = Math.min(handle, length * zoom, available / 2);
    return Math.min(available - reach, Math.max(reach - length * zoom, offset));
  };
  return {
    zoom,
    x: limit(viewport.x, picture.width, view.width),
    y: limit(viewport.y, picture.height, view.height),
  };
}

/** A rectangle of the picture on the screen. */
export function toScreen(viewport: Viewport, rect: Rect): Rect {
  return {
    x: rect.x * viewport.zoom + viewport.x,
    y: rect.y * viewport.zoom + viewport.y,
    width: rect.width * viewport.zoom,
    height: rect.height * viewport.zoom,
  };
}

/** Whether some part of the rectangle that can be clicked is in the window. */
export function isInSight(viewport: Viewport, rect: Rect, view: Size): boolean {
  const { x, y, width, height } = toScreen(viewport, rect);
  return x + width > 8 && y + Math.min(height, 40) > 8 && x < view.width - 8 && y < view.height - 8;
}

/** The breadcrumbs lie over the top of the window, the tools over its bottom: CSS pixels. */
const crumbs = 44;
const tools = 60;

/** Moves as little as needed to show a rectangle with space around it; its top where it is too large. */
export function reveal(viewport: Viewport, rect: Rect, view: Size): Viewport {
  const shown = toScreen(viewport, rect);
  return panBy(
    viewport,
    shiftInto(shown.x, shown.width, view.width, [margin * 2, margin * 2]),
    shiftInto(shown.y, shown.height, view.height, [crumbs, tools]),
  );
}

/** @param spaces before and after what is shown, as far as the window has room for them. */
function shiftInto(
  start: number,
  length: number,
  available: number,
  spaces: readonly [before: number, after: number],
): number {
  const before = Math.min(spaces[0], available / 6);
  const after = Math.min(spaces[1], available / 6);
  if (length > available - before - after) {
    const covers = start <= before && start + length >= available - after;
    return covers ? 0 : before - start;
  }
  if (start < before) return before - start;
  const over = start + length - (available - after);
  return over > 0 ? -over : 0;
}

/** The viewport in which the point `after` of the new picture lies where `before` lay in the old. */
export function anchored(viewport: Viewport, before: Point, after: Point): Viewport {
  return panBy(
    viewport,
    (before.x - after.x) * viewport.zoom,
    (before.y - after.y) * viewport.zoom,
  );
}

/** A viewport on the way from one to another; `progress` from 0 to 1. */
export function between(from: Viewport, to: Viewport, progress: number): Viewport {
  const mix = (a: number, b: number): number => a + (b - a) * progress;
  return { x: mix(from.x, to.x), y: mix(from.y, to.y), zoom: mix(from.zoom, to.zoom) };
}
