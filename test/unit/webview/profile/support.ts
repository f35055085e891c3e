/** Small graphs and profiles of them. */
import type { PhaseCost, Profile, ProfiledNode } from '../../../../src/protocol/profile';
import { GraphIndex } from '../../../../webview/state/graphIndex';
import { ModelBuilder, resNet } from '../../layout/models';
import { profileOf } from '../harness/profiles';

export const graph = resNet({ blocks: [2, 1] });
export const index = new GraphIndex(graph);
export const profile = profileOf(graph);

export function phase(ms: number, change: Partial<PhaseCost> = {}): PhaseCost {
  return {
    ms,
    spread: 0.01,
    kernels: 1,
    macs: 0,
    flops: 0,
    bytes: 0,
    allocatedBytes: 0,
    ...change,
  };
}

export function node(id: string, change: Partial<ProfiledNode> = {}): ProfiledNode {
  return {
    id,
    name: id,
    className: 'Conv2D',
    scopes: [],
    outputShape: [null, 8],
    phases: {},
    ...change,
  };
}

/** A block with a layer of the user's own, which holds operations, and a layer after it. */
export function smallModel() {
  const model = new ModelBuilder();
  const input = model.add('InputLayer', []);
  const [custom, dense] = model.call('block', () => {
    const first = model.add('Attention', [input]);
    return [first, model.add('Dense', [first])];
  });
  const built = model.build();
  return { graph: built, index: new GraphIndex(built), block: 'block#1', custom, dense };
}

/** A profile of that model: the operation inside of the layer is in the profile alone. */
export function smallProfile(change: Partial<Profile> = {}): Profile {
  const { custom, dense } = smallModel();
  return {
    ...profile,
    step: { ...profile.step, ms: 20, parts: { loss: { ms: 1, spread: 0.02, kernels: 3 } } },
    nodes: [
      node(custom, { className: 'Attention', phases: { forward: phase(2) } }),
      node('matmul', {
        parent: custom,
        className: 'matMul',
        phases: { forward: phase(3), backward: phase(4) },
      }),
      node(dense, { phases: { forward: phase(5), backward: phase(1), optimizer: phase(0.5) } }),
    ],
    ...change,
  };
}
