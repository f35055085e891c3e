/** The picture that is shown, as the contents of a file: SVG, PNG or Mermaid. */
import { toMermaid } from '../src/layout/mermaid';
import { toSvg } from '../src/layout/svg';
import { svgWords } from '../src/layout/pictureWords';
import type { ThemeName } from '../src/layout/theme';
import type { PictureRequest } from '../src/protocol/designer';
import type { Host } from './host';
import { t } from './l10n';
import { copyPng, pngOf } from './png';
import { heatOnPage } from './profile/profileHeat';
import type { Store } from './state/store';
import type { Shown, UiAction, UiState } from './state/uiState';
import { totalsWords } from './state/words';

function themeName(): ThemeName {
  return /vscode-(high-contrast-)?light/.test(document.body.className) ? 'light' : 'dark';
}

const words = svgWords(t);

function svgOf({ graph, index, picture }: Shown, state: UiState): string {
  const options = { name: graph.name, totals: totalsWords(graph, index), legend: true, words };
  const heat = heatOnPage(state);
  return toSvg(picture, themeName(), { ...options, ...(heat === null ? {} : { heat }) });
}

/** The first picture, as soon as it is there; a layout that fails gives none. */
function whenShown(store: Store<UiState, UiAction>): Promise<Shown> {
  return new Promise((resolve, reject) => {
    const settled = ({ shown, layoutFailure }: UiState): boolean => {
      if (shown !== undefined) resolve(shown);
      else if (layoutFailure !== null) reject(new Error('There is no picture of this model.'));
      return shown !== undefined || layoutFailure !== null;
    };
    if (settled(store.state)) return;
    const stop = store.subscribe((state) => {
      if (settled(state)) stop();
    });
  });
}

export class Pictures {
  readonly #host: Host;
  readonly #store: Store<UiState, UiAction>;

  constructor(host: Host, store: Store<UiState, UiAction>) {
    this.#host = host;
    this.#store = store;
  }

  /** Answers every request, with a reason where there is no picture. */
  async draw(request: PictureRequest): Promise<void> {
    try {
      await this.#draw(request);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#host.post('pictureFailed', { id: request.id, message });
    }
  }

  async #draw({ id, format, scale }: PictureRequest): Promise<void> {
    const shown = await whenShown(this.#store);
    if (format === 'mermaid')
      this.#host.post('pictureText', { id, text: toMermaid(shown.picture, themeName()) });
    else if (format === 'svg')
      this.#host.post('pictureText', { id, text: `${this.#svg(shown)}\n` });
    else {
      const { blob, scale: drawn } = await pngOf(this.#svg(shown), scale);
      const bytes = new Uint8Array(await blob.arrayBuffer());
      this.#host.post('picturePng', { id, bytes, scale: drawn });
    }
  }

  /** In the colours that the graph has, those of a heat map too. */
  #svg(shown: Shown): string {
    return svgOf(shown, this.#store.state);
  }

  /** To the clipboard as a PNG; where the page may not, as text by the host. */
  async copy(): Promise<void> {
    const svg = this.#svg(await whenShown(this.#store));
    try {
      await copyPng(svg);
      this.#host.post('copied', {});
    } catch {
      this.#host.post('copySvg', { svg });
    }
  }
}
