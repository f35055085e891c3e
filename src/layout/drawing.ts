/** What every part of an exported picture is drawn with. */
import type { SvgWords } from './pictureWords';
import type { DrawnHeat } from './svgHeat';
import type { Theme } from './theme';

export interface Drawing {
  readonly theme: Theme;
  readonly words: SvgWords;
  /** Undefined where the boxes have the colours of their families. */
  readonly heat: DrawnHeat | undefined;
}
