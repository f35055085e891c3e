/** A profile with every field that one may have. */
import type { Profile } from '../../../src/protocol/profile';
import { buildProfile } from '../model/profile/builder';

const built = buildProfile({
  layers: [
    {
      id: 'a',
      className: 'Conv2D',
      scopes: ['f#1'],
      source: { file: '/net.ts', line: 3, column: 5, endColumn: 9 },
      outputShape: [null, 8, 8, 4],
      kernels: {
        forward: [{ kernel: 'Conv2D', macs: 100, bytes: 50 }],
        backward: [{ kernel: 'Grad', macs: 100, bytes: 50 }],
        optimizer: [{ kernel: 'Apply', bytes: 50 }],
      },
      weightBytes: 64,
      activationBytes: 128,
    },
    { id: 'a/op', parent: 'a', className: 'Relu', kernels: { forward: [{ kernel: 'Relu' }] } },
  ],
  parts: {
    loss: [{ kernel: 'Mean' }],
    gradients: [{ kernel: 'AddN' }],
    optimizer: [{ kernel: 'Apply' }],
    other: [{ kernel: 'Identity' }],
  },
  backend: { asynchronous: true },
});

const memoryFailure = {
  code: 'out-of-memory',
  severity: 'error',
  message: 'Too large. Take less.',
} as const;

export const profile: Profile = {
  ...built,
  memory: { ...built.memory, predictedPeakBytes: 300 },
  batches: {
    points: [
      {
        batch: 4,
        predicted: { ms: 1, peakBytes: 2 },
        measured: { ms: 1, spread: 0, peakBytes: 2 },
      },
      { batch: 8, failure: memoryFailure },
    ],
    largest: 4,
  },
  warnings: [memoryFailure],
};
