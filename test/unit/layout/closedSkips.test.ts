/** Skips whose ends are in closed groups: drawn where a wire is nothing but a shortcut, counted elsewhere. */
import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import { createLayout } from '../../../src/layout/layout';
import type { Box, Picture } from '../../../src/layout/picture';
import { toSvg } from '../../../src/layout/svg';
import { themes } from '../../../src/layout/theme';
import type { ModelGraph } from '../../../src/model/graph';
import { complaintsAbout } from './check';
import { ModelBuilder } from './models';
import { allOpen } from './open';
import { qualityOf } from './quality';

/** A U-Net of so many levels: each in a call of its own, the shortcut cropped in the call that merges it. */
function unet(levels: number): ModelGraph {
  const model = new ModelBuilder();
  const conv = (x: string): string => model.add('Conv2D', [x]);
  let x = model.add('InputLayer', []);
  const kept: string[] = [];
  for (let level = 0; level < levels; level++) {
    x = model.call('down', () => conv(conv(x)));
    kept.push(x);
    x = model.add('MaxPooling2D', [x]);
  }
  x = model.call('bottom', () => conv(conv(x)));
  for (const fork of kept.reverse()) {
    x = model.call('up', () => {
      const doubled = model.add('Conv2DTranspose', [x]);
      const crop = model.add('Cropping2D', [fork]);
      const merge = model.add('Concatenate', [crop, doubled]);
      model.skip({ kind: 'long', fork, merge, shortcut: [crop], length: 3 });
      return conv(conv(merge));
    });
  }
  return model.build('unet');
}

const layout = createLayout(new ELK());
const pictureOf = (graph: ModelGraph, open: boolean): Promise<Picture> =>
  layout.layout(graph, allOpen(graph, open));

function titled({ boxes }: Picture, id: string): Box {
  const box = boxes.find((each) => each.id === id);
  if (box === undefined) throw new Error(`There is no box ${id}.`);
  return box;
}

describe('a closed U-Net', () => {
  it('draws each long skip from group to group, and counts none of them inside', async () => {
    const graph = unet(4);
    const picture = await pictureOf(graph, false);
    expect(complaintsAbout(picture)).toEqual([]);
    expect(picture.skips.map(({ kind, fork, merge }) => [kind, fork, merge])).toEqual([
      ['long', 'down#4', 'up#1'],
      ['long', 'down#3', 'up#2'],
      ['long', 'down#2', 'up#3'],
      ['long', 'down#1', 'up#4'],
    ]);
    for (const { id, wires } of picture.skips) {
      expect(wires).toHaveLength(1);
      expect(picture.wires.find((wire) => wire.id === wires[0])?.skip).toBe(id);
    }
    expect(picture.boxes.map(({ hiddenSkips }) => hiddenSkips)).toEqual(
      picture.boxes.map(() => ({})),
    );
  });

  it('bends them around everything between, each around those of the levels below', async () => {
    const picture = await pictureOf(unet(4), false);
    expect(qualityOf(picture)).toEqual({ overBoxes: 0, skipsOverBoxes: 0, crossings: 0 });
    const reaches = picture.skips.map(({ wires }) => {
      const wire = picture.wires.find(({ id }) => id === wires[0]);
      return Math.max(...(wire?.points ?? []).map(({ x }) => x));
    });
    const bottom = titled(picture, 'bottom#1');
    expect(reaches[0]).toBeGreaterThan(bottom.x + bottom.width);
    expect(reaches).toEqual([...reaches].sort((a, b) => a - b));
    expect(new Set(reaches).size).toBe(4);
  });

  it('has them in the colour of their kind in the exported picture', async () => {
    const svg = toSvg(await pictureOf(unet(2), false), 'light', { legend: true });
    const drawn = svg.match(
      new RegExp(`class="s" d="[^"]+" stroke="${themes.light.skips.long}"`, 'g'),
    );
    // Two skips and the sign in the legend.
    expect(drawn).toHaveLength(3);
    expect(svg).toContain('long skip around 3 weight layers');
  });

  it('opens into the same skips', async () => {
    const open = await pictureOf(unet(3), true);
    const closed = await pictureOf(unet(3), false);
    expect(closed.skips.map(({ id }) => id).sort()).toEqual(open.skips.map(({ id }) => id).sort());
  });
});

describe('a closed block', () => {
  // In the order in which the code reads the tensor.
  it.each([['branch', 'shortcut'] as const, ['shortcut', 'branch'] as const])(
    'that reads one tensor for its %s and its %s draws no skip on that wire',
    async (...order) => {
      const model = new ModelBuilder();
      const start = model.add('InputLayer', []);
      const end = model.call('block', () => {
        const made = new Map(order.map((part) => [part, model.add('Conv2D', [start])]));
        const [branch = '', shortcut = ''] = [made.get('branch'), made.get('shortcut')];
        const merge = model.add('Add', [branch, shortcut]);
        const parts = { shortcut: [shortcut], branch: [branch] };
        model.skip({ kind: 'projection', fork: start, merge, ...parts, length: 1 });
        return merge;
      });
      model.add('Dense', [end]);
      const picture = await pictureOf(model.build(), false);
      expect(picture.skips).toEqual([]);
      expect(picture.wires.every(({ skip }) => skip === undefined)).toBe(true);
      expect(titled(picture, 'block#1').hiddenSkips).toEqual({ projection: 1 });
    },
  );

  it('that takes the shortcut from further up shows it around what is between', async () => {
    const model = new ModelBuilder();
    const start = model.add('InputLayer', []);
    const between = model.add('Conv2D', [start]);
    const end = model.call('join', () => {
      const merge = model.add('Add', [model.add('BatchNormalization', [between]), start]);
      model.skip({ kind: 'identity', fork: start, merge, branch: [between], length: 1 });
      return model.add('ReLU', [merge]);
    });
    model.add('Dense', [end]);
    const picture = await pictureOf(model.build(), false);
    expect(picture.skips).toMatchObject([{ kind: 'identity', fork: start, merge: 'join#1' }]);
    expect(titled(picture, 'join#1').hiddenSkips).toEqual({});
  });
});
