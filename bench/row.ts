/** The rows of bench/results.json. */
import os from 'node:os';

/** `x`: how many times as good; `ratio`: of two values, or a share. */
export type Unit = 'ms' | 'MB' | 'bytes' | 'x' | 'ratio' | 'count';

export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: Unit;
  /** What the value should stay at or under (for `x`: reach), where there is a goal. */
  readonly goal: number | null;
  /** Null without a goal, and where the measurement does not decide. */
  readonly met: boolean | null;
  readonly peer?: string;
  readonly peerValue?: number;
  /** How many times less than the peer; above 1 is better than the peer. */
  readonly ratio?: number;
  readonly machine: string;
}

export function machine(): string {
  const [cpu] = os.cpus();
  const memoryGiB = Math.round(os.totalmem() / 2 ** 30);
  return `${os.cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, ${memoryGiB} GiB, ${os.platform()} ${os.arch()}, Node ${process.versions.node}`;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** To four digits, which is more than a measurement tells twice. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** A row with what it should stay under, and a peer measured in the same run. */
export function row(
  name: string,
  value: number,
  unit: Exclude<Unit, 'x'>,
  goal: number | null = null,
  peer?: { readonly name: string; readonly value: number },
): Row {
  return {
    name,
    value: rounded(value),
    unit,
    goal,
    met: goal === null ? null : value <= goal,
    ...(peer === undefined
      ? {}
      : { peer: peer.name, peerValue: rounded(peer.value), ratio: rounded(peer.value / value) }),
    machine: machine(),
  };
}

/** How many times faster (or smaller) than a peer, with the ratio that should be reached. */
export function ratioRow(
  name: string,
  value: number,
  goal: number,
  peer: { readonly name: string; readonly value: number },
): Row {
  const ratio = peer.value / value;
  return {
    name,
    value: rounded(ratio),
    unit: 'x',
    goal,
    met: ratio >= goal,
    peer: peer.name,
    peerValue: rounded(peer.value),
    ratio: rounded(ratio),
    machine: machine(),
  };
}

function cells(item: Row): string[] {
  const open = item.goal === null ? '' : 'not decided';
  const met = item.met === null ? open : item.met ? 'met' : 'MISSED';
  const goal = item.goal === null ? '' : `${item.unit === 'x' ? '≥' : '≤'} ${item.goal}`;
  const peer = item.peer === undefined ? '' : `${item.peer}: ${item.peerValue ?? ''}`;
  const ratio = item.ratio === undefined ? '' : `${item.ratio}×`;
  return [item.name, `${item.value} ${item.unit}`, goal, met, peer, ratio];
}

/** The rows as a table for the terminal. */
export function table(rows: readonly Row[]): string {
  const lines = [['measure', 'value', 'goal', '', 'peer', 'ratio'], ...rows.map(cells)];
  const widths =
    lines[0]?.map((_, i) => Math.max(...lines.map((line) => line[i]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
