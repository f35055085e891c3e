/**
 * A profile as CSV (RFC 4180) with every digit: a line for each node in the order of the profile, then one for
 * each part of the step that is of no node. The lines add up to the step. Its columns are for machines, and are
 * the same in every language.
 */
import {
  profilePhases,
  stepParts,
  type PhaseCost,
  type Profile,
  type StepPart,
} from '../../../protocol/profile';
import { csvLines } from '../../exports/csv';
import { formatShape } from '../../format';
import { shareOfStep } from '../nodeCosts';
import { profileRows, type ProfileRow } from './profileRows';

type Cell = string | number;

interface Column {
  readonly name: string;
  readonly of: (row: ProfileRow) => Cell;
}

const costColumns: readonly { readonly name: string; readonly of: (cost: PhaseCost) => Cell }[] = [
  { name: 'ms', of: ({ ms }) => ms },
  { name: 'spread', of: ({ spread }) => spread },
  { name: 'gpu_ms', of: ({ gpuMs }) => gpuMs ?? '' },
  { name: 'kernels', of: ({ kernels }) => kernels },
  { name: 'macs', of: ({ macs }) => macs },
  { name: 'flops', of: ({ flops }) => flops },
  { name: 'bytes', of: ({ bytes }) => bytes },
  { name: 'allocated_bytes', of: ({ allocatedBytes }) => allocatedBytes },
];

/** Cells of a phase that the node has no part in are empty. */
const phaseColumns = profilePhases.flatMap((phase) =>
  costColumns.map(({ name, of }): Column => {
    const cell = ({ node }: ProfileRow): Cell => {
      const cost = node.phases[phase];
      return cost === undefined ? '' : of(cost);
    };
    return { name: `${phase}_${name}`, of: cell };
  }),
);

const columns: readonly Column[] = [
  { name: 'id', of: ({ node }) => node.id },
  { name: 'parent', of: ({ node }) => node.parent ?? '' },
  { name: 'name', of: ({ node }) => node.name },
  { name: 'class', of: ({ node }) => node.className },
  { name: 'scope', of: ({ node }) => node.scopes.join(' ') },
  { name: 'output_shape', of: ({ node }) => formatShape(node.outputShape).replaceAll('×', 'x') },
  { name: 'ms', of: ({ cost }) => cost.all.ms },
  { name: 'share', of: ({ share }) => share },
  ...phaseColumns,
  { name: 'macs_per_byte', of: ({ point }) => point?.intensity ?? '' },
  { name: 'bound', of: ({ point }) => point?.bound ?? '' },
  { name: 'attainable_ms', of: ({ point }) => point?.attainableMs ?? '' },
  { name: 'achieved', of: ({ point }) => point?.achieved ?? '' },
  { name: 'file', of: ({ node }) => node.source?.file ?? '' },
  { name: 'line', of: ({ node }) => node.source?.line ?? '' },
];

/** Of a part its name, its time and its share are known; the id is no node's. */
function partCells(part: StepPart, ms: number, profile: Profile): Cell[] {
  const known = new Map<string, Cell>([
    ['id', `part:${part}`],
    ['name', part],
    ['ms', ms],
    ['share', shareOfStep({ ms }, profile)],
  ]);
  return columns.map(({ name }) => known.get(name) ?? '');
}

export function profileCsv(profile: Profile): string {
  const lines = profileRows(profile).map((row) => columns.map(({ of }) => of(row)));
  const parts = stepParts.flatMap((part) => {
    const timing = profile.step.parts[part];
    return timing === undefined ? [] : [partCells(part, timing.ms, profile)];
  });
  return csvLines([columns.map(({ name }) => name), ...lines, ...parts]);
}
