/** Runs in the browser: one renderer in a window of its own, for tests and for measuring. */
import type { Picture, Point } from '../../../../src/layout/picture';
import type { ModelGraph } from '../../../../src/model/graph';
import { AdaptiveRenderer } from '../../../../webview/graph/adaptiveRenderer';
import { CanvasRenderer } from '../../../../webview/graph/canvas/canvasRenderer';
import { GraphPane } from '../../../../webview/graph/pane';
import type { GraphRenderer } from '../../../../webview/graph/renderer';
import { SvgRenderer } from '../../../../webview/graph/svgRenderer';
import { GraphIndex } from '../../../../webview/state/graphIndex';
import { selectionRect } from '../../../../webview/state/selectionRect';
import type { Selection } from '../../../../webview/state/uiState';
import { fitAll, toScreen, zoomAround, type Viewport } from '../../../../webview/state/viewport';

export type RendererKind = 'svg' | 'canvas' | 'adaptive';

/** `far`: the whole picture, moved; `near`: life size, moved; `zoom`: from the one to the other. */
export type Motion = 'far' | 'near' | 'zoom';

/** No further frame of a motion is begun after this. */
const budgetMs = 10_000;

const view = document.getElementById('stage')!;

class Stage {
  selection: Selection | null = null;
  readonly toggled: string[] = [];
  #renderer: GraphRenderer | undefined;
  #pane: GraphPane | undefined;
  #picture: Picture | undefined;
  #graph: ModelGraph | undefined;

  /** The graph as the page has it, with its keys and gestures. */
  show(kind: RendererKind, graph: ModelGraph, picture: Picture): void {
    const pane = this.#pane ?? this.#makePane(kind);
    this.#pane = pane;
    [this.#graph, this.#picture] = [graph, picture];
    pane.show({ graph, picture, index: new GraphIndex(graph), revision: 1, expansion: {} });
  }

  /** The renderer alone. */
  draw(kind: RendererKind, picture: Picture): void {
    view.replaceChildren();
    this.#picture = picture;
    this.#renderer = make(kind);
    view.append(this.#renderer.element);
    this.#renderer.draw(picture, (id) => id);
  }

  setViewport(viewport: Viewport): void {
    this.#renderer?.setViewport(viewport);
  }

  pan(dx: number, dy: number): void {
    this.#pane?.camera.pan(dx, dy);
  }

  zoom(factor: number): void {
    this.#pane?.camera.zoom(factor);
  }

  setTracing(on: boolean): void {
    this.#pane?.setTracing(on);
  }

  /** A heat map that gives every box the same level, or none. */
  setHeat(level: number | null): void {
    this.#pane?.setHeat(level === null ? null : () => ({ level, label: 'hot' }));
  }

  setFound(found: readonly Selection[]): void {
    this.#pane?.setFound(found);
  }

  /** Where the middle of a box is on the page. */
  middleOf(id: string): Point {
    const box = this.#picture?.boxes.find((candidate) => candidate.id === id);
    return this.onPage({ x: box!.x + box!.width / 2, y: box!.y + Math.min(12, box!.height / 2) });
  }

  /** Where a box is filled and has no words, above its lower edge. */
  footOf(id: string): Point {
    const box = this.#picture?.boxes.find((candidate) => candidate.id === id);
    return this.onPage({ x: box!.x + box!.width / 2, y: box!.y + box!.height - 3 });
  }

  onPage(point: Point): Point {
    const { x, y } = toScreen(this.#pane!.camera.viewport, { ...point, width: 0, height: 0 });
    const { left, top } = view.getBoundingClientRect();
    return { x: x + left, y: y + top };
  }

  /** Brings what an id stands for into the window. */
  reveal(selection: Selection): void {
    const shown = { picture: this.#picture!, index: new GraphIndex(this.#graph!) };
    this.#pane?.camera.fitTo(selectionRect(shown, selection)!);
  }

  /** How long each frame of a motion took, milliseconds; fewer frames where it takes minutes. */
  async frames(motion: Motion, count: number): Promise<number[]> {
    const times: number[] = [];
    const viewports = viewportsOf(motion, this.#picture!, count);
    await nextFrame();
    let before = await nextFrame();
    const end = before + budgetMs;
    for (const viewport of viewports) {
      if (before > end) break;
      this.setViewport(viewport);
      const now = await nextFrame();
      times.push(now - before);
      before = now;
    }
    return times;
  }

  #makePane(kind: RendererKind): GraphPane {
    this.#renderer = make(kind);
    const pane = new GraphPane(view, this.#renderer, {
      select: (selection) => {
        this.selection = selection;
        pane.select(selection);
      },
      toggle: (id) => this.toggled.push(id),
      tool: () => undefined,
      hover: () => undefined,
      moved: () => undefined,
    });
    return pane;
  }
}

function make(kind: RendererKind): GraphRenderer {
  if (kind === 'svg') return new SvgRenderer();
  return kind === 'canvas' ? CanvasRenderer.create()! : new AdaptiveRenderer();
}

function viewportsOf(motion: Motion, picture: Picture, count: number): Viewport[] {
  const size = { width: view.clientWidth, height: view.clientHeight };
  const whole = fitAll(picture, size);
  const centre = { x: size.width / 2, y: size.height / 2 };
  const near = zoomAround(whole, centre, 1 / whole.zoom);
  return Array.from({ length: count }, (_, step) => {
    if (motion === 'zoom') {
      // There and back, so that both ends are in it once.
      const share = 1 - Math.abs((2 * step) / count - 1);
      return zoomAround(whole, centre, (1 / whole.zoom) ** share);
    }
    const { x, y, zoom } = motion === 'far' ? whole : near;
    return { zoom, x: x - 3 * step, y: y - 7 * step };
  });
}

function nextFrame(): Promise<number> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve(performance.now())));
}

declare global {
  interface Window {
    stage: Stage;
  }
}

window.stage = new Stage();
