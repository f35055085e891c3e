/** The backend in plain JavaScript: slow, and everywhere. The others are checked against it. */
import { core } from '../tfjs/library';
import type { OpenBackend } from './backend';
import { commonVersions, processorName } from './processor';

export function makeCpu(): Promise<OpenBackend> {
  const versions = commonVersions();
  return Promise.resolve({
    facts: {
      name: 'cpu',
      device: processorName(),
      driver: `JavaScript, V8 ${process.versions.v8}`,
      software: false,
      cuda: false,
      asynchronous: false,
      versions,
    },
    backend: core.findBackend('cpu'),
    settle: () => Promise.resolve(),
  });
}
