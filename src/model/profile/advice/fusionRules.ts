/** What could be left out, or done along with the layer before. They need the graph. */
import { pointIn } from '../roofline';
import { innerSpreadMs, takenMs } from '../costSum';
import type { Finding, Rule, Subject } from './finding';
import { isFoldable, isLinear, isNormalization, soleInput, type Neighbours } from './neighbours';
import type { Profile } from '../../../protocol/profile';

/** What TensorFlow.js itself does along with a convolution or a product, where no gradient is asked for. */
const fusedWithWeights = new Set(['relu', 'elu']);

function activationOf({ node: { className, config } }: Neighbours): string {
  if (className === 'ReLU') return config['maxValue'] == null ? 'relu' : '';
  const name = className === 'Activation' ? config['activation'] : undefined;
  return typeof name === 'string' ? name : '';
}

function fusableActivation(around: Neighbours): boolean {
  if (!fusedWithWeights.has(activationOf(around))) return false;
  const input = soleInput(around);
  if (input === undefined) return false;
  return ['Conv2D', 'Dense'].includes(input.node.className) ? isLinear(input) : isFoldable(input);
}

/** The forward pass of a layer that another kernel could do on its way: its bytes and launches go away. */
function leftOut(
  { node, own, neighbours }: Subject,
  profile: Profile,
  rule: 'fold-norm' | 'fuse-activation',
): Finding | undefined {
  const point = pointIn(profile, own.forward);
  const input = neighbours?.inputs[0]?.node;
  if (point === undefined || input === undefined) return undefined;
  return {
    rule,
    node,
    gainMs: Math.min(point.attainableMs, takenMs(own.forward)),
    spreadMs: innerSpreadMs(own.forward, profile),
    ofMs: takenMs(own.forward),
    kernels: own.forward.kernels,
    note: () => input.name,
  };
}

/**
 * At inference a batch normalization is a scale and a shift, which the weights before it can take in (Jacob et
 * al. 2018, "Quantization and training of neural networks…", section 3.2).
 */
export const foldNorm: Rule = (subject, profile) => {
  const foldable = subject.neighbours !== undefined && isFoldable(subject.neighbours);
  const folded = subject.node.foldedInto !== undefined;
  if (profile.settings.mode !== 'infer' || !foldable || folded) return undefined;
  return leftOut(subject, profile, 'fold-norm');
};

/** An activation that its layer could do itself, in the kernel that writes the sums. */
export const fuseActivation: Rule = (subject, profile) => {
  const fusable = subject.neighbours !== undefined && fusableActivation(subject.neighbours);
  const folded = subject.node.foldedInto !== undefined;
  if (profile.settings.mode !== 'infer' || !fusable || folded) return undefined;
  return leftOut(subject, profile, 'fuse-activation');
};

const biasKernels = ['BiasAdd', 'BiasAddGrad', 'Add', 'AddV2', 'Sum'] as const;

function isWastedBias(around: Neighbours): boolean {
  const { node, readers, isOutput } = around;
  if (!isLinear(around) || node.config['useBias'] === false || isOutput) return false;
  return readers.length > 0 && readers.every(isNormalization);
}

/**
 * A bias right before a batch normalization is subtracted again with the mean (Ioffe and Szegedy 2015, section
 * 3.2). The gain is the time of the kernels that add it and sum its gradient, where they run by themselves.
 */
export const wastedBias: Rule = ({ node, own, kernels, neighbours }, profile) => {
  if (kernels === undefined || neighbours === undefined || !isWastedBias(neighbours))
    return undefined;
  // Without the device's clock its kernels have no times.
  if (profile.backend.asynchronous && own.both.gpuMs === undefined) return undefined;
  const times = biasKernels.map((kernel) => kernels.msOf.get(kernel) ?? 0);
  const gainMs = times.reduce((sum, ms) => sum + ms, 0);
  return {
    rule: 'bias',
    node,
    gainMs,
    spreadMs: innerSpreadMs({ ms: gainMs, spread: own.both.spread }, profile),
    ofMs: takenMs(own.both),
    kernels: kernels.count,
  };
};
