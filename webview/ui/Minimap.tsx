/** The whole picture in a corner, with what the window shows; hidden while the window shows all. */
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Picture } from '../../src/layout/picture';
import { MapView } from '../graph/canvas/mapView';
import type { Page } from '../page';
import { frameOnMap, mapScale, pointOnMap } from '../state/map';
import { showsAll } from '../state/viewport';

export function Minimap({ page, picture }: { readonly page: Page; readonly picture: Picture }) {
  const map = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const view = useRef<MapView>();
  const scale = useMemo(() => mapScale(picture), [picture]);
  useLayoutEffect(() => {
    if (map.current !== null) view.current = new MapView(map.current);
    return () => view.current?.remove();
  }, []);
  useLayoutEffect(() => view.current?.draw(picture, scale), [picture, scale]);
  // Written by hand: the window moves with every frame.
  useLayoutEffect(() => {
    const place = (): void => {
      if (map.current !== null && frame.current !== null)
        placeFrame(page, picture, map.current, frame.current);
    };
    place();
    return page.sight.subscribe(place);
  }, [page, picture]);
  const move = (event: PointerEvent): void => {
    const box = map.current?.getBoundingClientRect();
    if (box === undefined || event.buttons !== 1) return;
    page.centreOn(pointOnMap({ x: event.clientX - box.left, y: event.clientY - box.top }, scale));
  };
  return (
    <div
      class="minimap"
      data-testid="minimap"
      aria-hidden="true"
      ref={map}
      onPointerDown={(event) => {
        event.preventDefault();
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={move}
    >
      <div class="minimap-frame" ref={frame} />
    </div>
  );
}

function placeFrame(page: Page, picture: Picture, map: HTMLElement, frame: HTMLElement): void {
  const sight = page.sight.state;
  const scale = mapScale(picture);
  map.hidden = sight === null || showsAll(sight.viewport, picture, sight.view);
  map.style.width = `${scale.width}px`;
  map.style.height = `${scale.height}px`;
  if (sight === null) return;
  const { x, y, width, height } = frameOnMap(sight, scale);
  frame.style.transform = `translate(${x}px, ${y}px)`;
  frame.style.width = `${Math.max(4, width)}px`;
  frame.style.height = `${Math.max(4, height)}px`;
}
