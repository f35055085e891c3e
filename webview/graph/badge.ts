/** The pill on a closed group or a recurrent layer that counts the skips of one kind inside. */
import { signs, type BadgePlace } from './boxShape';
import { svg, translate } from './svg';

export function badge({ kind, text, width, at }: BadgePlace): Node {
  return svg(
    'g',
    { class: `badge skip-${kind}`, transform: translate(at) },
    svg('rect', { class: 'pill', width, height: 16, rx: 8 }),
    svg('path', { class: 'arc', d: signs.badgeArc }),
    svg('text', { class: 'count', x: 15, y: 12 }, text),
  );
}
