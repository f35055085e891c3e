/** Which wires of a picture are a skip's, for the kinds whose shortcut is not one path. */
import ELK from 'elkjs/lib/elk.bundled.js';
import { expect, it } from 'vitest';
import { badgesWidth } from '../../../src/layout/badges';
import { createLayout } from '../../../src/layout/layout';
import type { Picture } from '../../../src/layout/picture';
import { toSvg } from '../../../src/layout/svg';
import { themes } from '../../../src/layout/theme';
import type { GraphNode, ModelGraph } from '../../../src/model/graph';
import { GraphBuilder, type Ref } from '../model/support/graphs';
import { complaintsAbout } from './check';

function modelOf(builder: GraphBuilder, output: Ref): ModelGraph {
  return {
    ...builder.graph(output),
    entry: '',
    parameters: { trainable: 0, nonTrainable: 0 },
    macs: { forward: 0 },
    places: [],
    complete: true,
  };
}

async function pictureOf(builder: GraphBuilder, output: Ref): Promise<Picture> {
  return createLayout(new ELK()).layout(modelOf(builder, output), {});
}

it('draws every tensor that a dense layer keeps as its skip, when the list is joined anew', async () => {
  const builder = new GraphBuilder();
  const first = builder.conv(builder.input());
  const features = [first, builder.conv(first)];
  let at = builder.add('Concatenate', features);
  features.push(builder.conv(at));
  at = builder.add('Concatenate', features);
  const { wires, skips } = await pictureOf(builder, builder.relu(at));
  const kept = wires.filter((wire) => wire.to === at && wire.skip === `skip:${at}`);
  expect(kept.map(({ from }) => from).sort()).toEqual(features.slice(0, -1).sort());
  expect(wires.find((wire) => wire.to === at && wire.from === features.at(-1))).not.toHaveProperty(
    'skip',
  );
  expect(skips.map(({ kind }) => kind)).toEqual(['dense', 'dense']);
});

it('draws the carried product of a gate as the skip', async () => {
  const builder = new GraphBuilder();
  const x = builder.conv(builder.input());
  const gate = builder.add('Activation', [builder.conv(x)], { config: { activation: 'sigmoid' } });
  const carried = builder.add('Multiply', [builder.add('OneMinus', [gate]), x]);
  const sum = builder.sum(builder.add('Multiply', [gate, builder.conv(x)]), carried);
  const { wires, skips } = await pictureOf(builder, builder.relu(sum));
  expect(skips.map(({ kind, fork, merge }) => [kind, fork, merge])).toEqual([['gated', x, sum]]);
  const drawn = wires.filter(({ skip }) => skip !== undefined).map(({ from, to }) => [from, to]);
  expect(drawn).toContainEqual([x, carried]);
  expect(drawn).toContainEqual([carried, sum]);
});

it('draws no wire for a skip that is inside its layer', async () => {
  const builder = new GraphBuilder();
  const lstm = builder.add('LSTM', [builder.input()], { kernel: [4, 16] });
  const { skips, boxes } = await pictureOf(builder, builder.dense(lstm));
  expect(skips).toEqual([]);
  expect(boxes.map(({ id }) => id)).toContain(lstm);
});

it.each<[string, GraphNode['config'], number]>([
  ['LSTM', {}, 1],
  ['GRU', {}, 1],
  ['Bidirectional', { layer: { className: 'LSTM', config: {} } }, 2],
])('badges %s with the skips inside of it', async (className, config, count) => {
  const builder = new GraphBuilder();
  const recurrent = builder.add(className, [builder.input()], { kernel: [4, 16], config });
  const picture = await pictureOf(builder, builder.dense(recurrent));
  const badged = picture.boxes.filter(({ hiddenSkips }) => Object.keys(hiddenSkips).length > 0);
  expect(badged).toMatchObject([{ id: recurrent, hiddenSkips: { recurrent: count } }]);
  expect(complaintsAbout(picture)).toEqual([]);
  const svg = toSvg(picture, 'light', { legend: true });
  expect(svg).toContain(`<title>${count} recurrent inside</title>`);
  expect(svg).toContain(`stroke="${themes.light.skips.recurrent}"`);
  expect(svg).toContain('>recurrent skip<');
});

it('makes room for the badge, beside the texts of its layer', async () => {
  const widthOf = async (className: string): Promise<number> => {
    const builder = new GraphBuilder();
    const layer = builder.add(className, [builder.input()], { kernel: [4, 16], name: 'one' });
    const { boxes } = await pictureOf(builder, layer);
    return boxes.find(({ id }) => id === layer)!.width;
  };
  // Names as long as each other, and an activation holds no skip.
  expect(await widthOf('GRU')).toBeGreaterThanOrEqual(
    (await widthOf('ELU')) + badgesWidth({ recurrent: 1 }),
  );
});
