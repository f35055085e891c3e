/** Advice in words. */
import type { Profile } from '../../../protocol/profile';
import { labelText } from '../../exports/label';
import { formatCount, formatMilliseconds } from '../../format';
import { nestingOf } from '../nesting';
import type { AdviceRule, Finding } from './finding';
import type { Place, Target } from './places';

/** `stage 1 / block 2`: the function that made it all says nothing in a longer way. */
function scopeText(scope: string, profile: Profile): string {
  const { scopeTitle } = nestingOf(profile);
  const calls = scope.split('/').map((_, i, all) => scopeTitle(all.slice(0, i + 1).join('/')));
  return calls.slice(calls.length > 1 ? 1 : 0).join(' / ');
}

/** What is advised about, as people would call it. */
export function targetTitle(target: Target, profile: Profile): string {
  switch (target.kind) {
    case 'step':
      return 'The step';
    case 'scope':
      return labelText(scopeText(target.scope, profile));
    case 'node':
      return labelText(nestingOf(profile).byId.get(target.id)?.name ?? target.id);
  }
}

interface Facts {
  readonly title: string;
  readonly gain: string;
  readonly time: string;
  readonly kernels: string;
  /** `4 layers`; empty for one. */
  readonly several: string;
  /** Of the only finding. */
  readonly note: string;
}

function sum(findings: readonly Finding[], of: (finding: Finding) => number): number {
  return findings.reduce((total, finding) => total + of(finding), 0);
}

function factsOf({ target, findings, gainMs }: Place, profile: Profile): Facts {
  const kernels = sum(findings, (finding) => finding.kernels);
  const [only, second] = findings;
  return {
    title: targetTitle(target, profile),
    gain: formatMilliseconds(gainMs),
    time: formatMilliseconds(sum(findings, ({ ofMs }) => ofMs)),
    kernels: kernels === 1 ? '1 kernel' : `${formatCount(kernels)} kernels`,
    several: second === undefined ? '' : `${findings.length} layers`,
    note: second === undefined ? (only?.note ?? '') : '',
  };
}

function inLayers({ title, several }: Facts): string {
  return several === '' ? title : `${title}, in ${several}`;
}

const sentences: Readonly<Record<AdviceRule, (facts: Facts) => string>> = {
  batch: () => '',
  launch: (facts) =>
    `${inLayers(facts)}: ${facts.gain} of ${facts.time} go into starting ${facts.kernels}, more than into their work. A larger batch shares that among more examples; fewer or fused operations save it.`,
  host: (facts) =>
    `${inLayers(facts)}: ${facts.gain} of ${facts.time} pass in JavaScript, outside of ${facts.kernels === '0 kernels' ? 'any kernel' : `its ${facts.kernels}`}. In a layer of your own, do less there; else a larger batch shares it among more examples.`,
  'fold-norm': (facts) =>
    facts.several === ''
      ? `${facts.title} could be folded into the weights of ${facts.note} for inference, which would save up to ${facts.gain} of moving its tensor.`
      : `${facts.title}: ${facts.several} of batch normalization could be folded into the weights before them for inference, which would save up to ${facts.gain}.`,
  'fuse-activation': (facts) =>
    facts.several === ''
      ? `${facts.title} could be the activation of ${facts.note} itself: one kernel then does both, which would save up to ${facts.gain}.`
      : `${facts.title}: ${facts.several} of activation could be given to the layers before them as their activation, which would save up to ${facts.gain}.`,
  bias: (facts) =>
    `${inLayers(facts)}: the bias is subtracted again by the batch normalization that follows. useBias: false would save the ${facts.gain} that its kernels take.`,
  depthwise: (facts) =>
    `${inLayers(facts)}: memory decides the ${facts.time} of its depthwise convolution. ${facts.note === '' ? '' : `${facts.note} `}A smaller kernel would gain nothing; half of the channels would save up to ${facts.gain}.`,
  'below-roofs': (facts) =>
    `${inLayers(facts)}: it takes ${facts.time}, and what this device was measured to do allows ${facts.gain} less. The measurement does not tell why.${facts.note === '' ? '' : ` ${facts.note}`}`,
};

/** What is so at a place, and what to do about it. */
export function sentenceOf(place: Place, profile: Profile): string {
  return sentences[place.rule](factsOf(place, profile));
}
