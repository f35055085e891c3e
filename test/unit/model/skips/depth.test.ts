/** Networks so deep or wide that walking the whole graph for each merge would not come to an end. */
import { expect, test } from 'vitest';
import { GraphBuilder, type Ref } from '../support/graphs';

test('a chain of 14,001 layers', () => {
  const builder = new GraphBuilder();
  let x = builder.input();
  for (let i = 0; i < 7_000; i++) x = builder.relu(builder.conv(x));
  expect(builder.skips()).toEqual([]);
});

test('2,000 blocks of seven layers', () => {
  const builder = new GraphBuilder();
  let x = builder.input();
  for (let i = 0; i < 2_000; i++) {
    const y = builder.conv(builder.relu(builder.norm(builder.conv(x))));
    x = builder.relu(builder.sum(x, builder.norm(y)));
  }
  expect(builder.skips()).toHaveLength(2_000);
});

test('200 dense layers that concatenate all before them anew', () => {
  const builder = new GraphBuilder();
  const features = [builder.conv(builder.input())];
  let x = features[0]!;
  for (let i = 0; i < 200; i++) {
    const narrow = builder.conv(builder.relu(builder.norm(x)), 1);
    features.push(builder.conv(builder.relu(builder.norm(narrow))));
    x = builder.add('Concatenate', features);
  }
  const skips = builder.skips();
  expect(skips).toHaveLength(200);
  expect(skips.every(({ kind, length }) => kind === 'dense' && length === 2)).toBe(true);
});

test('an LSTM written out for 500 time steps, all taken from one tensor first', () => {
  const builder = new GraphBuilder();
  const sequence = builder.input([null, 500, 4]);
  const matrix = (x: Ref): Ref => builder.add('BatchMatMul', [x], { kernel: [4, 4] });
  const steps = Array.from({ length: 500 }, () =>
    builder.add('Slice', [sequence], { shape: [null, 1, 4] }),
  );
  let [hidden, carried] = [builder.input(), builder.input()];
  for (const step of steps) {
    const gate = (kernel: string): Ref =>
      builder.add(kernel, [builder.add('Add', [matrix(step), matrix(hidden)])]);
    const kept = builder.add('Multiply', [gate('Sigmoid'), carried]);
    const written = builder.add('Multiply', [gate('Sigmoid'), gate('Tanh')]);
    carried = builder.add('Add', [kept, written]);
    hidden = builder.add('Multiply', [gate('Sigmoid'), builder.add('Tanh', [carried])]);
  }
  const skips = builder.skips();
  // The gates of the first step know nothing of the state that it begins with.
  expect(skips).toHaveLength(499);
  expect(skips.every(({ kind, length }) => kind === 'gated' && length === 1)).toBe(true);
});

test('1,000 branches side by side', () => {
  const builder = new GraphBuilder();
  const x = builder.conv(builder.input());
  const ends = Array.from({ length: 1_000 }, () => builder.conv(x, 1));
  builder.add('Concatenate', ends);
  builder.sum(...ends);
  expect(builder.skips()).toEqual([]);
});
