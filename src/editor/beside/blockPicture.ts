/** A small picture of the block around a layer, as Markdown. */
import { ColorThemeKind, l10n, window } from 'vscode';
import type { ElkLike } from '../../layout/elk';
import { createLayout } from '../../layout/layout';
import { boxWords, svgWords } from '../../layout/pictureWords';
import { toSvg } from '../../layout/svg';
import type { ThemeName } from '../../layout/theme';
import { blockAround } from '../../model/blockGraph';
import type { LayerAt } from '../../model/lineLayers';
import { escaped } from './layerMarkdown';
import { shortName } from './words';

/** Blocks that cannot be cut go in one column: ELK is too much to load for a glance. */
const noElk: ElkLike = { layout: () => Promise.reject(new Error('ELK is not loaded here.')) };

/** VS Code shows so many characters of a Markdown text. */
const longestImage = 90_000;
/** CSS pixels. A hover is as wide as its table, and scrolls. */
const most = { width: 420, height: 340 } as const;

function themeName(): ThemeName {
  const { kind } = window.activeColorTheme;
  return kind === ColorThemeKind.Light || kind === ColorThemeKind.HighContrastLight
    ? 'light'
    : 'dark';
}

/** The picture's own size, smaller where it would not fit. */
function sizeText(width: number, height: number): string {
  const scale = Math.min(1, most.width / width, most.height / height);
  return `width=${Math.round(width * scale)},height=${Math.round(height * scale)}`;
}

/** Undefined where the layer is in no block, or the block's picture would be too large. */
export async function blockImage(layer: LayerAt): Promise<string | undefined> {
  const block = blockAround(layer);
  if (block === undefined) return undefined;
  const picture = await createLayout(noElk, { words: boxWords(l10n.t) }).layout(block, {});
  const name = escaped(shortName(block.name));
  const options = { name: block.name, transparent: true, words: svgWords(l10n.t) };
  const svg = toSvg(picture, themeName(), options);
  const data = Buffer.from(svg).toString('base64');
  if (data.length > longestImage) return undefined;
  const alt = l10n.t('Picture of the block {0}', name);
  return `![${alt}](data:image/svg+xml;base64,${data}|${sizeText(picture.width, picture.height)})`;
}
