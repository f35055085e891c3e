/** What a kernel that threw tells about its backend, as the failure that a person reads. */
import { told, type Told } from '../../model/sentence';
import type { Failure } from '../../protocol/failure';
import type { BackendName } from '../../protocol/profile';
import { DesignerStop } from '../errors';

interface Rule {
  readonly pattern: RegExp;
  readonly failure: (name: BackendName, found: RegExpExecArray) => Told & Pick<Failure, 'code'>;
}

const rules: readonly Rule[] = [
  {
    // Eager TensorFlow; the second is what a failed reservation in WebAssembly says.
    pattern:
      /\bOOM when allocating|RESOURCE_EXHAUSTED|Cannot enlarge memory|Array buffer allocation failed/,
    failure: (name) => ({
      code: 'out-of-memory',
      ...told`The ${name} backend is out of memory. Take a smaller batch.`,
    }),
  },
  {
    pattern: /Kernel '(\w+)' not registered for backend|registered kernel '(\w+)' for backend/,
    failure: (name, [, first, second]) => ({
      code: 'kernel-missing',
      ...told`TensorFlow.js has no kernel "${first ?? second ?? ''}" for the ${name} backend, so the model cannot run on it. Choose another backend.`,
    }),
  },
  {
    // Dawn aborts what waits for a device that is gone, without a word.
    pattern: /\bdevice (?:is |was )?lost\b|^AbortError/i,
    failure: (name) => ({
      code: 'device-lost',
      ...told`The device of the ${name} backend was lost. Profile again, or choose another backend.`,
    }),
  },
  {
    pattern: /TF Backend supports only 'valid' and 'same' padding/,
    failure: (name) => ({
      code: 'kernel-missing',
      ...told`The model pads a convolution or pooling by numbers, which the ${name} backend of TensorFlow.js cannot. Choose another backend.`,
    }),
  },
  {
    // The webgpu backend reads a tensor at once by drawing it on a canvas, which Node.js has none of.
    pattern: /OffscreenCanvas is not defined/,
    failure: (name) => ({
      code: 'kernel-missing',
      ...told`The model reads values of a tensor at once, by dataSync or in an operation whose output's shape depends on values, which the ${name} backend cannot do in Node.js. Choose another backend.`,
    }),
  },
];

/** The failure behind what a kernel threw on a backend; undefined when it is of the model's own making. */
export function failureOfThrown(error: unknown, name: BackendName): Failure | undefined {
  if (error instanceof DesignerStop) {
    return { code: error.failureCode, severity: 'error', ...error.told };
  }
  const text = String(error);
  for (const { pattern, failure } of rules) {
    const found = pattern.exec(text);
    if (found !== null) return { severity: 'error', detail: text, ...failure(name, found) };
  }
  return undefined;
}
