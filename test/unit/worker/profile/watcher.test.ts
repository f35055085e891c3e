/** Whom a moment belongs to while a model runs, told by nodes, layers and kernels as they come. */
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { beforeEach, describe, expect, test } from 'vitest';
import { NodeIds } from '../../../../src/worker/graph/nodeIds';
import type { Layer } from '../../../../src/worker/tfjs/library';
import { Charges, phaseIndex } from '../../../../src/worker/profile/charges';
import { Owners } from '../../../../src/worker/profile/owners';
import { StepWatcher } from '../../../../src/worker/profile/watcher';
import { leveled } from './graphs';

/** As much of a layer as the watcher asks for. */
function layerCalled(name: string): Layer {
  return { name, getClassName: () => 'Hidden' } as unknown as Layer;
}

let owners: Owners;
let charges: Charges;
let watcher: StepWatcher;
const ids = new NodeIds();
const custom = { sourceLayer: layerCalled('custom') } as unknown as SymbolicTensor;
ids.add([custom], 'custom');

beforeEach(() => {
  const inside = { 'custom/mul': 'Multiply', 'custom/conv': 'FusedConv2D', 'custom/add': 'Add' };
  owners = new Owners(leveled({ first: 'Dense', custom: inside }));
  charges = new Charges();
  watcher = new StepWatcher(owners, ids, charges);
  charges.start(owners.part('other'));
});

const idOf = (index: number): string => owners.at(index).id;
const kernel = (name: string): string => idOf(watcher.ownerOfKernel(name));
const inCustom = <T>(run: () => T): T => watcher.node(custom, run);

describe('operations of a layer of the user’s own', () => {
  test('are matched in their order', () => {
    inCustom(() => {
      expect([kernel('Multiply'), kernel('FusedConv2D'), kernel('Add')]).toEqual([
        'custom/mul',
        'custom/conv',
        'custom/add',
      ]);
    });
  });

  test('are not matched twice: the layer has what is more', () => {
    inCustom(() => {
      expect([kernel('Multiply'), kernel('Multiply')]).toEqual(['custom/mul', 'custom']);
    });
  });

  test('may be left out when training', () => {
    inCustom(() => expect([kernel('Add'), kernel('Multiply')]).toEqual(['custom/add', 'custom']));
  });

  test('that were fused are known by what a tape leaves of them', () => {
    inCustom(() => expect(kernel('Conv2D')).toBe('custom/conv'));
  });

  test('that the graph does not draw are the layer’s', () => {
    inCustom(() => expect(kernel('Reshape')).toBe('custom'));
  });

  test('begin anew each time that it runs', () => {
    inCustom(() => kernel('Add'));
    inCustom(() => expect(kernel('Multiply')).toBe('custom/mul'));
  });
});

describe('recorded operations of a function', () => {
  beforeEach(() => {
    owners = new Owners(leveled({ 'f/mul': 'Multiply', 'f/head': 'Dense', 'f/add': 'Add' }));
    watcher = new StepWatcher(owners, ids, charges);
  });

  test('are matched, and what is between them belongs to the one before', () => {
    watcher.operations(() => {
      expect([kernel('Multiply'), kernel('Cast'), kernel('Add')]).toEqual([
        'f/mul',
        'f/mul',
        'f/add',
      ]);
    });
  });

  test('begin anew in each step', () => {
    watcher.operations(() => kernel('Add'));
    watcher.begin();
    watcher.operations(() => expect(kernel('Multiply')).toBe('f/mul'));
  });

  test('outside of them, a kernel is of no operation', () => {
    watcher.inPart('loss', 'forward', () => expect(kernel('Multiply')).toBe('loss'));
  });
});

describe('layers inside of layers', () => {
  test('that the graph does not draw are made under the one that runs', () => {
    inCustom(() => {
      watcher.layer(layerCalled('cell'), () => expect(idOf(watcher.owner)).toBe('custom/cell'));
      watcher.layer(layerCalled('cell'), () => expect(idOf(watcher.owner)).toBe('custom/cell'));
      expect(idOf(watcher.owner)).toBe('custom');
    });
  });

  test('the layer itself, applied by its node, is no other', () => {
    inCustom(() => {
      watcher.layer(custom.sourceLayer, () => expect(idOf(watcher.owner)).toBe('custom'));
    });
  });

  test('a node that the graph does not have is its layer in the one that runs', () => {
    const hidden = { sourceLayer: layerCalled('deep') } as unknown as SymbolicTensor;
    inCustom(() => {
      watcher.node(hidden, () => expect(idOf(watcher.owner)).toBe('custom/deep'));
    });
  });
});

test('parts of the step nest, and are left again when something is thrown', () => {
  const thrown = (): void =>
    watcher.inPart('gradients', 'backward', () => {
      expect(charges.phase).toBe(phaseIndex.backward);
      watcher.inPart('loss', 'forward', () => {
        throw new Error('no loss');
      });
    });
  expect(thrown).toThrow('no loss');
  expect(idOf(watcher.owner)).toBe('other');
  expect([idOf(charges.owner), charges.phase]).toEqual(['other', phaseIndex.forward]);
});

test('a time step lasts until its end, and a part of the step is in none', () => {
  watcher.iteration(3, () => {
    expect(charges.iteration).toBe(3);
    watcher.inPart('loss', 'forward', () => expect(charges.iteration).toBe(-1));
    expect(charges.iteration).toBe(3);
  });
  expect(charges.iteration).toBe(-1);
});

describe('what the tape does with a record', () => {
  const at = (): [string, number] => [idOf(charges.owner), charges.phase];
  const backward = phaseIndex.backward;

  test('belongs to the owner of its kernel, and the rest to the tape', () => {
    watcher.tape.add({ id: 41 }, owners.indexOf('first')!, -1);
    watcher.tape.add({ id: 42 }, owners.indexOf('custom')!, 2);
    watcher.tapeRecord({ id: 42 });
    expect(at()).toEqual(['custom', backward]);
    expect(charges.iteration).toBe(2);
    watcher.tapeRecord({ id: 41 });
    expect(at()).toEqual(['first', backward]);
    expect(charges.iteration).toBe(-1);
    watcher.tapeRecord(undefined);
    expect(at()).toEqual(['gradients', backward]);
  });

  test('of another step is the tape’s own', () => {
    watcher.tape.add({ id: 41 }, owners.indexOf('first')!, -1);
    watcher.begin();
    watcher.tapeRecord({ id: 41 });
    expect(at()).toEqual(['gradients', backward]);
  });
});
