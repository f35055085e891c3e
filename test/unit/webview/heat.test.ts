import ELK from 'elkjs/lib/elk.bundled.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { heatLevels, levelOf, scaleOf } from '../../../src/layout/heat';
import { createLayout } from '../../../src/layout/layout';
import { formatMacs } from '../../../src/model/format';
import type { ModelGraph } from '../../../src/model/graph';
import { GraphIndex } from '../../../webview/state/graphIndex';
import { heatMapOf, type ShownPicture } from '../../../webview/state/heat';
import { hierarchyOf } from '../../../webview/state/hierarchy';
import { ModelBuilder, resNet } from '../layout/models';

const graph = resNet();
const layout = createLayout(new ELK());

describe('the scale of a heat map', () => {
  it('is logarithmic where values are far apart, and linear where they are not', () => {
    expect(scaleOf([1, 10, 1000])).toEqual({ least: 1, most: 1000, logarithmic: true });
    expect(scaleOf([10, 20])).toEqual({ least: 10, most: 20, logarithmic: false });
    expect(scaleOf([])).toBeUndefined();
    expect(scaleOf([Infinity])).toBeUndefined();
    expect(scaleOf([3, Infinity])).toEqual({ least: 3, most: 3, logarithmic: false });
  });

  it('has steps of equal ratio when it is logarithmic', () => {
    const scale = { least: 1, most: 10 ** heatLevels, logarithmic: true };
    const levels = Array.from({ length: heatLevels }, (_, power) =>
      levelOf(2 * 10 ** power, scale),
    );
    expect(levels).toEqual(Array.from({ length: heatLevels }, (_, level) => level));
  });

  it('has its last step for values that are all the same', () => {
    const scale = scaleOf([7, 7]);
    expect(scale && levelOf(7, scale)).toBe(heatLevels - 1);
  });

  it('never ranks the larger value lower, and uses its first and last step', () => {
    const value = fc.double({ min: 1e-3, max: 1e15, noNaN: true });
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 20 }), (values) => {
        const scale = scaleOf(values);
        if (scale === undefined) throw new Error('There is no scale.');
        const order = [...values].sort((a, b) => a - b);
        const levels = order.map((one) => levelOf(one, scale));
        expect(levels).toEqual([...levels].sort((a, b) => a - b));
        expect(levels.at(-1)).toBe(heatLevels - 1);
        if (scale.least < scale.most) expect(levels[0]).toBe(0);
        expect(levelOf(Infinity, scale)).toBe(heatLevels - 1);
      }),
    );
  });
});

/** With all groups open, or all closed. */
async function shownWith(model: ModelGraph, open: boolean): Promise<ShownPicture> {
  const expansion = Object.fromEntries(model.scopes.map(({ id }) => [id, open]));
  return { index: new GraphIndex(model), picture: await layout.layout(model, expansion) };
}

const open = await shownWith(graph, true);

describe('a heat map', () => {
  it('says of a group the sum of its layers', () => {
    const { heatOf } = heatMapOf(open, 'macs');
    const stage = 'resnet50#1/stage#3';
    const total = open.index.totalsOf(stage).macs;
    expect(hierarchyOf(open.index).sumsOf(stage)?.macs).toBe(total);
    expect(heatOf(stage)?.label).toBe(formatMacs(total));
  });

  it('has a scale of the boxes that are shown: of layers where the groups are open', async () => {
    const macs = graph.nodes.map((node) => node.macs.forward);
    const { scale, heatOf } = heatMapOf(open, 'macs');
    expect(scale?.most).toBe(Math.max(...macs));
    const hottest = graph.nodes[macs.indexOf(Math.max(...macs))]?.id ?? '';
    expect(heatOf(hottest)?.level).toBe(heatLevels - 1);
    const closed = heatMapOf(await shownWith(graph, false), 'macs');
    expect(closed.scale?.most).toBeGreaterThan(10 * (scale?.most ?? Infinity));
    expect(closed.legend).toHaveProperty('unit', 'forward, one example, logarithmic, boxes shown');
  });

  it('leaves what costs nothing, and what there is not, without colour', () => {
    const { heatOf } = heatMapOf(open, 'parameters');
    const relu = graph.nodes.find(({ className }) => className === 'Activation')?.id ?? '';
    expect(heatOf(relu)).toBeUndefined();
    expect(heatOf('nothing of the kind')).toBeUndefined();
    expect(heatMapOf(open, 'activations').heatOf(relu)).toBeDefined();
  });

  it('is the same one for the same graph, so that nothing is coloured anew', () => {
    expect(heatMapOf(open, 'macs')).toBe(heatMapOf(open, 'macs'));
    expect(heatMapOf(open, 'macs')).not.toBe(heatMapOf(open, 'parameters'));
  });

  it('has no scale for a model without such a cost', async () => {
    const model = new ModelBuilder();
    model.add('Activation', [model.add('InputLayer', [])]);
    const map = heatMapOf(await shownWith(model.build(), true), 'parameters');
    expect(map.scale).toBeUndefined();
    expect(map.heatOf('activation_1')).toBeUndefined();
  });

  it('gives the receptive field of a group as that of its layer that sees most', async () => {
    const model = new ModelBuilder();
    const image = [null, 32, 32, 3];
    const input = model.add('InputLayer', [], { shape: image });
    const conv = (from: string, size: number): string =>
      model.add('Conv2D', [from], {
        shape: image,
        config: { kernelSize: [size, size], strides: [1, 1], padding: 'same' },
      });
    const last = model.call('block', () => conv(conv(input, 3), 5));
    model.add('GlobalAveragePooling2D', [last], { shape: [null, 3] });
    const built = model.build();
    const inputs = [{ shape: image, dtype: 'float32' }];
    const nodes = built.nodes.map((node) => ({ ...node, inputs }));
    const map = heatMapOf(await shownWith({ ...built, nodes }, true), 'reach');
    expect(map.heatOf('block#1')?.label).toBe('7');
    expect(map.heatOf('conv2d_1')?.label).toBe('3');
    expect(map.heatOf('globalaveragepooling2d_3')).toEqual({ level: heatLevels - 1, label: 'all' });
    expect(map).toMatchObject({ whole: true, scale: { least: 1, most: 7 } });
  });
});
