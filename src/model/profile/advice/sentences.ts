/** Advice in words. */
import { fusingBackends, type Profile } from '../../../protocol/profile';
import { labelText } from '../../exports/label';
import { formatCount, formatMilliseconds } from '../../format';
import type { Translate } from '../../translate';
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
export function targetTitle(target: Target, profile: Profile, t: Translate): string {
  switch (target.kind) {
    case 'step':
      return t('The step');
    case 'scope':
      return labelText(scopeText(target.scope, profile));
    case 'node':
      return labelText(nestingOf(profile).byId.get(target.id)?.name ?? target.id);
  }
}

interface Facts {
  /** Where it is so, `stage 1, in 4 layers`. */
  readonly where: string;
  readonly title: string;
  readonly gain: string;
  readonly time: string;
  readonly kernels: number;
  /** How many findings it is made of. */
  readonly layers: number;
  /** Of the only finding. */
  readonly note: string;
}

function sum(findings: readonly Finding[], of: (finding: Finding) => number): number {
  return findings.reduce((total, finding) => total + of(finding), 0);
}

function factsOf({ target, findings, gainMs }: Place, profile: Profile, t: Translate): Facts {
  const [only] = findings;
  const layers = findings.length;
  const title = targetTitle(target, profile, t);
  return {
    title,
    where: layers === 1 ? title : t('{0}, in {1} layers', title, layers),
    gain: formatMilliseconds(gainMs),
    time: formatMilliseconds(sum(findings, ({ ofMs }) => ofMs)),
    kernels: sum(findings, (finding) => finding.kernels),
    layers,
    note: layers === 1 ? (only?.note?.(t) ?? '') : '',
  };
}

function kernelsText(kernels: number, t: Translate): string {
  return kernels === 1 ? t('1 kernel') : t('{0} kernels', formatCount(kernels));
}

type Sentence = (facts: Facts, t: Translate) => string;

const launch: Sentence = ({ where, gain, time, kernels }, t) =>
  t(
    '{0}: {1} of {2} go into starting {3}, more than into their work. A larger batch shares that among more examples; fewer or fused operations save it.',
    where,
    gain,
    time,
    kernelsText(kernels, t),
  );

const host: Sentence = ({ where, gain, time, kernels }, t) => {
  const advice = t(
    'In a layer of your own, do less there; else a larger batch shares it among more examples.',
  );
  const found =
    kernels === 0
      ? t('{0}: {1} of {2} pass in JavaScript, outside of any kernel.', where, gain, time)
      : t(
          '{0}: {1} of {2} pass in JavaScript, outside of its {3}.',
          where,
          gain,
          time,
          kernelsText(kernels, t),
        );
  return `${found} ${advice}`;
};

const foldNorm: Sentence = ({ title, layers, note, gain }, t) =>
  layers === 1
    ? t(
        '{0} could be folded into the weights of {1} for inference, which would save up to {2} of moving its tensor.',
        title,
        note,
        gain,
      )
    : t(
        '{0}: {1} layers of batch normalization could be folded into the weights before them for inference, which would save up to {2}.',
        title,
        layers,
        gain,
      );

const fuseActivation: Sentence = ({ title, layers, note, gain }, t) =>
  layers === 1
    ? t(
        '{0} could be the activation of {1} itself: one kernel then does both, which would save up to {2}.',
        title,
        note,
        gain,
      )
    : t(
        '{0}: {1} layers of activation could be given to the layers before them as their activation, which would save up to {2}.',
        title,
        layers,
        gain,
      );

const bias: Sentence = ({ where, gain }, t) =>
  t(
    '{0}: the bias is subtracted again by the batch normalization that follows. useBias: false would save the {1} that its kernels take.',
    where,
    gain,
  );

const depthwise: Sentence = ({ where, time, note, gain }, t) =>
  [
    t('{0}: memory decides the {1} of its depthwise convolution.', where, time),
    note,
    t('A smaller kernel would gain nothing; half of the channels would save up to {0}.', gain),
  ]
    .filter(Boolean)
    .join(' ');

const belowRoofs: Sentence = ({ where, time, gain, note }, t) =>
  [
    t(
      '{0}: it takes {1}, and what this device was measured to do allows {2} less. The measurement does not tell why.',
      where,
      time,
      gain,
    ),
    note,
  ]
    .filter(Boolean)
    .join(' ');

const sentences: Readonly<Record<AdviceRule, Sentence>> = {
  batch: () => '',
  launch,
  host,
  'fold-norm': foldNorm,
  'fuse-activation': fuseActivation,
  bias,
  depthwise,
  'below-roofs': belowRoofs,
};

/** Whether the backend has kernels that do what is advised. */
function canBeMeasured({ rule }: Place, { backend, settings }: Profile): boolean {
  return rule === 'fold-norm' && fusingBackends.has(backend.name) && settings.kernels !== 'fused';
}

/** What is so at a place, and what to do about it. */
export function sentenceOf(place: Place, profile: Profile, t: Translate): string {
  const sentence = sentences[place.rule](factsOf(place, profile, t), t);
  return canBeMeasured(place, profile)
    ? `${sentence} ${t('A profile with fused kernels measures that.')}`
    : sentence;
}
