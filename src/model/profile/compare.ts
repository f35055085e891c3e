/** Two profiles side by side: of another commit, backend or batch. */
import {
  stepParts,
  type Profile,
  type ProfiledNode,
  type ProfilePhase,
  type StepPart,
  type Timing,
} from '../../protocol/profile';
import { addViews, noViews, spreadMs, takenTiming, type CostView, type CostViews } from './costSum';
import { matchNodes, type MatchKind } from './matching';
import { nodeCosts } from './nodeCosts';

export interface Difference {
  readonly before: Timing;
  readonly after: Timing;
  /** Later less earlier. */
  readonly ms: number;
  /** Later over earlier; absent where the earlier is 0. */
  readonly ratio?: number;
  /**
   * Whether it is more than both spreads together: the two 95 % intervals have nothing in common (McGill, Tukey
   * and Larsen 1978).
   */
  readonly beyond: boolean;
}

export type Differences = Readonly<Record<CostView, Difference>>;

export interface NodeDifference {
  readonly before: ProfiledNode;
  readonly after: ProfiledNode;
  readonly by: MatchKind;
  /** Without the nodes inside. */
  readonly own: Differences;
  /** With them. */
  readonly whole: Differences;
}

/** A setting that is not the same, as words. */
export interface SettingDifference {
  readonly name:
    | 'file'
    | 'entry'
    | 'backend'
    | 'kernels'
    | 'device'
    | 'machine'
    | 'mode'
    | 'batch'
    | 'loss'
    | 'optimizer';
  readonly before: string;
  readonly after: string;
}

export interface Comparison {
  readonly settings: readonly SettingDifference[];
  readonly step: Difference;
  /** The sums of all layers in each phase. */
  readonly phases: Readonly<Record<ProfilePhase, Difference>>;
  readonly parts: Readonly<Partial<Record<StepPart, Difference>>>;
  /** In the order of the later profile. */
  readonly nodes: readonly NodeDifference[];
  readonly added: readonly ProfiledNode[];
  readonly removed: readonly ProfiledNode[];
  readonly peakBytes: { readonly before: number; readonly after: number };
}

/** Two times, and whether they differ as far as their spreads tell. */
export function difference(before: Timing, after: Timing): Difference {
  const ms = after.ms - before.ms;
  return {
    before: { ms: before.ms, spread: before.spread },
    after: { ms: after.ms, spread: after.spread },
    ms,
    ...(before.ms === 0 ? {} : { ratio: after.ms / before.ms }),
    beyond: Math.abs(ms) > spreadMs(before) + spreadMs(after),
  };
}

function differences(before: CostViews, after: CostViews): Differences {
  const of = (view: CostView): Difference =>
    difference(takenTiming(before[view]), takenTiming(after[view]));
  return {
    forward: of('forward'),
    backward: of('backward'),
    optimizer: of('optimizer'),
    both: of('both'),
    all: of('all'),
  };
}

function layersOf(profile: Profile): CostViews {
  return [...nodeCosts(profile).values()].map(({ own }) => own).reduce(addViews, noViews);
}

const none: Timing = { ms: 0, spread: 0 };

function partDifferences(before: Profile, after: Profile): Comparison['parts'] {
  const named = stepParts.flatMap((part) => {
    const [earlier, later] = [before.step.parts[part], after.step.parts[part]];
    if (earlier === undefined && later === undefined) return [];
    return [[part, difference(earlier ?? none, later ?? none)] as const];
  });
  return Object.fromEntries(named);
}

function settingsOf({ model, backend, machine, settings }: Profile) {
  return {
    file: `${model.file} ${model.hash.slice(0, 8)}`,
    entry: model.entry === '' ? 'the whole file' : model.entry,
    backend: `${backend.name}, ${backend.driver}`,
    kernels: settings.kernels ?? 'own',
    device: backend.device,
    machine: machine.processor,
    mode: settings.mode,
    batch: String(settings.batch),
    loss: settings.loss,
    optimizer: settings.optimizer,
  } satisfies Record<SettingDifference['name'], string>;
}

const settingNames = [
  'file',
  'entry',
  'backend',
  'kernels',
  'device',
  'machine',
  'mode',
  'batch',
  'loss',
  'optimizer',
] as const satisfies readonly SettingDifference['name'][];

function settingDifferences(before: Profile, after: Profile): SettingDifference[] {
  const [earlier, later] = [settingsOf(before), settingsOf(after)];
  return settingNames
    .filter((name) => earlier[name] !== later[name])
    .map((name) => ({ name, before: earlier[name], after: later[name] }));
}

function nodeDifferences(
  before: Profile,
  after: Profile,
): Pick<Comparison, 'nodes' | 'added' | 'removed'> {
  const [earlier, later] = [nodeCosts(before), nodeCosts(after)];
  const { matches, added, removed } = matchNodes(before, after);
  const nodes = matches.map((match): NodeDifference => {
    const [from, to] = [earlier.get(match.before.id), later.get(match.after.id)];
    return {
      ...match,
      own: differences(from?.own ?? noViews, to?.own ?? noViews),
      whole: differences(from?.whole ?? noViews, to?.whole ?? noViews),
    };
  });
  return { nodes, added, removed };
}

/** What changed from one profile to a later one, node by node. */
export function compareProfiles(before: Profile, after: Profile): Comparison {
  const { forward, backward, optimizer } = differences(layersOf(before), layersOf(after));
  return {
    settings: settingDifferences(before, after),
    step: difference(before.step, after.step),
    phases: { forward, backward, optimizer },
    parts: partDifferences(before, after),
    ...nodeDifferences(before, after),
    peakBytes: { before: before.memory.peakBytes, after: after.memory.peakBytes },
  };
}
