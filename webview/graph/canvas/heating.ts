/** The heat map as a canvas draws it: what a box is coloured by, where it is. */
import {
  detailOfBox,
  heatClasses,
  heatOfBox,
  type Heat,
  type HeatOf,
} from '../../../src/layout/heat';
import type { Box } from '../../../src/layout/picture';
import { boxClasses } from '../boxClasses';

export class Heating {
  of: HeatOf | null = null;

  /** The class of the picture around the boxes, or none. */
  get aroundClass(): string {
    return this.of === null ? '' : ' heated';
  }

  /** An open group has no heat of its own: its boxes show theirs. */
  heat(box: Box): Heat | undefined {
    return heatOfBox(box, this.of);
  }

  detail(box: Box): string {
    return detailOfBox(box, this.of);
  }

  /** The classes of a box, those of its heat with them. */
  readonly classesOf = (box: Box): string => {
    const heat = this.heat(box);
    if (heat === undefined) return boxClasses(box);
    return [boxClasses(box), 'is-heated', ...heatClasses(heat)].join(' ');
  };
}
