/** The inspector that is measured: the built worker, with limits that no sample meets. */
import path from 'node:path';
import { Inspector } from '../src/workerHost/inspector';

export function newInspector(root: string): Inspector {
  return new Inspector({
    log: () => undefined,
    workerOptions: () => ({
      script: path.join(root, 'dist', 'inspect-worker.js'),
      nodePath: '',
      timeLimitMs: 60_000,
      memoryLimitMB: 2048,
    }),
  });
}
