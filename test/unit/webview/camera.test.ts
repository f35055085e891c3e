/** The window over the picture, with frames that come when the test says so. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { Camera } from '../../../webview/graph/camera';
import { isInSight, toScreen } from '../../../webview/state/viewport';

const view = { width: 400, height: 300 };
const far = { x: 100, y: 2000, width: 80, height: 40 };

let frames: FrameRequestCallback[] = [];

/** Lets the glide that is under way come to its end. */
function finishGlide(): void {
  for (let frame = frames.shift(); frame !== undefined; frame = frames.shift())
    frame(performance.now() + 10_000);
}

function cameraOver(size = { width: 400, height: 4000 }): Camera {
  const camera = new Camera(
    () => view,
    () => undefined,
  );
  camera.setPicture(size);
  return camera;
}

function pageOf(innerWidth: number): void {
  vi.stubGlobal('window', { innerWidth, matchMedia: () => ({ matches: false }) });
}

beforeEach(() => {
  frames = [];
  pageOf(600);
  vi.stubGlobal('requestAnimationFrame', (frame: FrameRequestCallback) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => (frames = []));
  return () => {
    vi.unstubAllGlobals();
  };
});

describe('who moved the window', () => {
  it.each<[string, boolean, (camera: Camera) => void]>([
    ['a drag or the wheel', true, (camera) => camera.pan(0, -50)],
    ['zooming', true, (camera) => camera.zoom(1.5)],
    ['fitting', true, (camera) => camera.fit()],
    ['another size of the window', false, (camera) => camera.resized(40)],
    ['a picture that takes the place of another', false, (camera) => camera.set(camera.viewport)],
    ['what is brought into the window', false, (camera) => camera.reveal(far)],
  ])('%s: the user %s', (_, byUser, move) => {
    const camera = cameraOver();
    camera.zoom(1);
    camera.attend();
    expect(camera.movedByUser).toBe(false);
    move(camera);
    expect(camera.movedByUser).toBe(byUser);
  });
});

describe('bringing a box into the window', () => {
  it('arrives in spite of a banner that comes on the way', () => {
    const camera = cameraOver();
    camera.reveal(far);
    expect(isInSight(camera.viewport, far, view)).toBe(false);
    camera.resized(40);
    finishGlide();
    const shown = toScreen(camera.viewport, far);
    expect(shown.y).toBeGreaterThanOrEqual(0);
    expect(shown.y + shown.height).toBeLessThanOrEqual(view.height);
  });

  it('ends where the user moves the window', () => {
    const camera = cameraOver();
    camera.reveal(far);
    camera.pan(0, -10);
    camera.resized(40);
    finishGlide();
    expect(camera.viewport.y).toBe(-50);
  });
});

describe('another width', () => {
  const widened = (ofPage: boolean): number => {
    let size = view;
    const camera = new Camera(
      () => size,
      () => undefined,
    );
    camera.setPicture({ width: 400, height: 4000 });
    camera.set({ x: 30, y: 0, zoom: 1 });
    size = { ...view, width: view.width + 200 };
    pageOf(ofPage ? 800 : 600);
    camera.resized(0);
    return camera.viewport.x;
  };

  it('of the page keeps what was in its middle there', () => {
    expect(widened(true)).toBe(130);
  });

  it('of the graph alone, beside an inspector, leaves everything in place', () => {
    expect(widened(false)).toBe(30);
  });
});
