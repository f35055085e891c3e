/** What was measured, as a profile says it: the step as a whole, and each node in each phase. */
import { driftOf, timingOf, withDrift } from '../../model/timing';
import type { PhaseCost, ProfiledNode, ProfilePhase, StepProfile } from '../../protocol/profile';
import { profilePhases, stepParts } from '../../protocol/profile';
import type { KernelFacts } from './counting';
import { foldedInto } from './foldedInto';
import { phaseCount, type Sample, type StepMeasurement } from './measurement';
import type { Repeated } from './repeats';

export function stepProfile(
  measurement: StepMeasurement,
  repeated: Repeated,
  facts: readonly KernelFacts[],
): StepProfile {
  const { owners, samples } = measurement;
  const drift = driftOf([repeated.hookedMs, repeated.plainMs]);
  const hooked = withDrift(timingOf(repeated.hookedMs), drift);
  const plain = withDrift(timingOf(repeated.plainMs), drift);
  const layersMs = samples.map(({ times }) =>
    times.subarray(stepParts.length * phaseCount).reduce((sum, ms) => sum + ms, 0),
  );
  const explained = samples.map(({ ms }, i) => (layersMs[i] ?? 0) / ms);
  const parts = stepParts.map((part, index) => {
    const sums = samples.map(({ times }) =>
      times.subarray(index * phaseCount, (index + 1) * phaseCount).reduce((sum, ms) => sum + ms, 0),
    );
    const kernels = facts.filter(({ owner }) => owner === owners.part(part)).length;
    return [part, { ...withDrift(timingOf(sums), drift), kernels }] as const;
  });
  return {
    ...hooked,
    drift,
    warmUps: repeated.warmUps,
    repeats: repeated.hookedMs.length,
    leftOut: repeated.leftOut,
    othersShare: repeated.othersShare,
    limited: repeated.limited,
    plain,
    overhead: timingOf(repeated.hookedMs.map((ms, i) => ms / (repeated.plainMs[i] ?? ms))).ms,
    explained: timingOf(explained).ms,
    parts: Object.fromEntries(parts),
    unownedKernels: facts.filter(({ owner }) => owner === owners.part('other')).length,
  };
}

type FactSums = Omit<PhaseCost, 'ms' | 'spread' | 'gpuMs'>;

const nothing: FactSums = { kernels: 0, macs: 0, flops: 0, bytes: 0, allocatedBytes: 0 };

function addFact(sums: FactSums, { macs, flops, bytes, allocatedBytes }: KernelFacts): FactSums {
  return {
    kernels: sums.kernels + 1,
    macs: sums.macs + macs,
    flops: sums.flops + flops,
    bytes: sums.bytes + bytes,
    allocatedBytes: sums.allocatedBytes + allocatedBytes,
  };
}

function sumsByOwner(facts: readonly KernelFacts[]): Map<number, FactSums> {
  const sums = new Map<number, FactSums>();
  for (const fact of facts) {
    const key = fact.owner * phaseCount + fact.phase;
    sums.set(key, addFact(sums.get(key) ?? nothing, fact));
  }
  return sums;
}

/** Places of the kernels in the log, by owner and phase. */
function kernelsByOwner(facts: readonly KernelFacts[]): Map<number, number[]> {
  const kernels = new Map<number, number[]>();
  facts.forEach(({ owner, phase }, at) => {
    const key = owner * phaseCount + phase;
    const known = kernels.get(key);
    if (known === undefined) kernels.set(key, [at]);
    else known.push(at);
  });
  return kernels;
}

function gpuOf(
  key: number,
  samples: readonly Sample[],
  kernels: ReadonlyMap<number, readonly number[]>,
): number | undefined {
  const sums = samples.flatMap(({ gpu }) =>
    gpu === undefined
      ? []
      : [(kernels.get(key) ?? []).reduce((sum, at) => sum + (gpu.durations[at] ?? 0), 0)],
  );
  return sums.length === 0 ? undefined : timingOf(sums).ms;
}

interface Sums {
  readonly sums: ReadonlyMap<number, FactSums>;
  readonly kernels: ReadonlyMap<number, readonly number[]>;
  readonly drift: number;
}

function phasesOf(
  index: number,
  samples: readonly Sample[],
  { sums, kernels, drift }: Sums,
): ProfiledNode['phases'] {
  const phases: Partial<Record<ProfilePhase, PhaseCost>> = {};
  profilePhases.forEach((phase, at) => {
    const key = index * phaseCount + at;
    const facts = sums.get(key);
    const timing = withDrift(timingOf(samples.map(({ times }) => times[key] ?? 0)), drift);
    if (facts === undefined && timing.ms === 0) return;
    const gpuMs = gpuOf(key, samples, kernels);
    phases[phase] = { ...timing, ...(gpuMs === undefined ? {} : { gpuMs }), ...(facts ?? nothing) };
  });
  return phases;
}

function scopesOf(measurement: StepMeasurement, scope: string | null | undefined): string[] {
  const parents = new Map(
    measurement.built.graph.scopes.map(({ id, parent }) => [id, parent] as const),
  );
  const path: string[] = [];
  for (let at = scope ?? null; at !== null && !path.includes(at); at = parents.get(at) ?? null)
    path.unshift(at);
  return path;
}

export function profiledNodes(
  measurement: StepMeasurement,
  facts: readonly KernelFacts[],
  drift: number,
): ProfiledNode[] {
  const { owners, samples } = measurement;
  const folded = foldedInto(measurement);
  const sums = { sums: sumsByOwner(facts), kernels: kernelsByOwner(facts), drift };
  return owners.list.slice(stepParts.length).map((owner, at) => {
    const { id, node, parent, name, className } = owner;
    const phases = phasesOf(at + stepParts.length, samples, sums);
    const convolution = folded.get(id);
    return {
      id,
      ...(parent < stepParts.length ? {} : { parent: owners.at(parent).id }),
      name,
      className,
      scopes: scopesOf(measurement, node?.scope),
      ...(node?.source === undefined ? {} : { source: node.source }),
      outputShape: node?.outputs[0]?.shape ?? [],
      ...(convolution === undefined ? {} : { foldedInto: convolution }),
      phases,
    };
  });
}
