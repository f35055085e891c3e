/** Who made data, as kernels give it. */
import { expect, test } from 'vitest';
import { Makers } from '../../../../src/worker/profile/makers';

const tensor = (dataId = {}): { readonly dataId: object } => ({ dataId });

test('data belongs to the kernel that gave it first', () => {
  const makers = new Makers();
  const [one, two] = [tensor(), tensor()];
  makers.made(one, 3, 0);
  makers.made([two, tensor(one.dataId)], 4, 1);
  expect(makers.of(one.dataId)).toMatchObject({ owner: 3, phase: 0 });
  expect(makers.of(two.dataId)).toMatchObject({ owner: 4, phase: 1 });
});

test('data of nobody, and of another step, has no maker', () => {
  const makers = new Makers();
  const one = tensor();
  expect(makers.of(one.dataId)).toBeUndefined();
  makers.made(one, 3, 0);
  makers.clear();
  expect(makers.of(one.dataId)).toBeUndefined();
  makers.made(undefined, 3, 0);
});
