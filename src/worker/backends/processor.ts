/** The processor, as people are told it. */
import os from 'node:os';
import { core } from '../tfjs/library';

/** `AMD EPYC 7B13, 2 threads`; the threads are those that this process may run at once. */
export function processorName(): string {
  const model = os.cpus()[0]?.model.replaceAll(/\s+/g, ' ').trim();
  const threads = os.availableParallelism();
  return `${model === undefined || model === '' ? os.arch() : model}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

/** What takes part whichever the backend is. */
export function commonVersions(): Record<string, string> {
  return { node: process.versions.node, tfjs: core.version_core };
}
