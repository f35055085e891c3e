/** Names of layers as they are shown: those that TensorFlow.js makes up say the class twice. */
import { describe, expect, it } from 'vitest';
import { Labels } from '../../../src/layout/labels';
import type { Group } from '../../../src/layout/tree';
import { inputName, layerName } from '../../../src/model/layerName';
import { layerTitle } from '../../../src/model/layerTitle';
import { GraphBuilder } from './support/graphs';

/** The title of a layer that stands alone. */
function titleOf(className: string, name: string, shape = [null, 128]): string {
  const graph = new GraphBuilder();
  graph.add(className, [], { name, shape });
  return graph.nodes.map(layerTitle).join();
}

describe('a name as it is shown', () => {
  it.each([
    ['Conv2D', 'conv2d_Conv2D13', 'Conv2D 13'],
    ['ReLU', 're_lu_ReLU4', 'ReLU 4'],
    ['BatchNormalization', 'batch_normalization_BatchNormalization13', 'BatchNormalization 13'],
    ['MaxPooling2D', 'max_pooling2d_MaxPooling2D1', 'MaxPooling2D 1'],
    // A class whose own name ends with a digit.
    ['Block2', 'block2_Block21', 'Block2 1'],
    ['my_Layer', 'my__layer_my_Layer7', 'my_Layer 7'],
  ])('says the class of %s once and keeps the number', (className, name, shown) => {
    expect(layerName({ className, name })).toBe(shown);
  });

  it.each([
    ['Conv2D', 'conv2_block1_1_conv'],
    ['Conv2D', 'conv_Conv2D13'],
    ['Conv2D', 'conv2d_13'],
    ['Conv2D', 'conv2d_Conv2D'],
    ['Dense', 'conv2d_Conv2D1'],
  ])('is as the user chose it: %s %s', (className, name) => {
    expect(layerName({ className, name })).toBe(name);
  });

  it('is the class where there is none', () => {
    expect(layerName({ className: 'MatMul', name: '' })).toBe('MatMul');
  });
});

describe('the title of a layer of a class of the user', () => {
  it('numbers those that TensorFlow.js named, and keeps the names of the others', () => {
    expect(titleOf('HighwayDense', 'highway_dense_HighwayDense12')).toBe('HighwayDense 12');
    expect(titleOf('HighwayDense', 'gate')).toBe('HighwayDense gate');
    expect(titleOf('HighwayDense', '')).toBe('HighwayDense');
  });
});

describe('an input', () => {
  it('has its name in its title where the user gave it one', () => {
    expect(titleOf('InputLayer', 'words')).toBe('Input words 128');
    expect(titleOf('InputLayer', 'input1')).toBe('Input 128');
  });

  it('is not drawn with the name of another that is like it', () => {
    const graph = new GraphBuilder();
    graph.add('InputLayer', [], { name: 'words' });
    const [words] = graph.nodes;
    if (words === undefined) throw new Error('The graph holds the input.');
    const parent: Group = {
      type: 'group',
      id: '',
      number: 0,
      title: '',
      model: false,
      run: false,
      children: [],
      parent: null,
    };
    const labels = new Labels();
    const titles = [words, { ...words, name: 'segments' }].map(
      (node, number) => labels.of({ type: 'leaf', id: '', number, node, parent }, undefined).title,
    );
    expect(titles).toEqual(['Input words 4', 'Input segments 4']);
  });

  it.each(['', 'in', 'input', 'input_3', 'inputLayer', 'conv2d_Conv2D1_input', 'InputLayer'])(
    'named “%s” has nothing to say',
    (name) => {
      expect(inputName({ name, className: 'InputLayer' })).toBe('');
    },
  );
});
