/** The kernels of the step, in their order, as lines with every digit: what a flame chart is made of. */
import { csvLines } from '../../src/model/exports/csv';
import type { KernelEvent, Profile } from '../../src/protocol/profile';

const head = [
  'kernel',
  'phase',
  'layer',
  'class',
  'iteration',
  'start_ms',
  'ms',
  'gpu_start_ms',
  'gpu_ms',
  'macs',
  'bytes',
  'live_bytes',
];

function cells(event: KernelEvent, { nodes }: Profile): (string | number)[] {
  const { owner, gpu } = event;
  const node = typeof owner === 'number' ? nodes[owner] : undefined;
  return [
    event.kernel,
    event.phase,
    node?.id ?? `part:${owner}`,
    node?.className ?? '',
    event.iteration ?? '',
    event.startMs,
    event.ms,
    gpu?.startMs ?? '',
    gpu?.ms ?? '',
    event.macs,
    event.bytes,
    event.liveBytes,
  ];
}

/** RFC 4180; the columns are for machines, and are the same in every language. */
export function kernelCsv(profile: Profile): string {
  return csvLines([head, ...profile.events.map((event) => cells(event, profile))]);
}
