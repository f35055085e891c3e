/** The pill on a closed group or a recurrent layer that counts the skips of one kind inside. */
import { metrics } from '../../src/layout/metrics';
import type { Point } from '../../src/layout/picture';
import type { SkipKind } from '../../src/model/graph';
import { svg, translate } from './svg';

export function badge(kind: SkipKind, count: number, at: Point): Node {
  const width = metrics.badgeWidth - 4;
  return svg(
    'g',
    { class: `badge skip-${kind}`, transform: translate(at) },
    svg('rect', { class: 'pill', width, height: 16, rx: 8 }),
    svg('path', { class: 'arc', d: 'M7 3.5H9A3 3 0 0 1 12 6.5V9.5A3 3 0 0 1 9 12.5H7' }),
    svg('text', { class: 'count', x: 15, y: 12 }, count > 99 ? '99+' : String(count)),
  );
}
