/** What the device can do at most, measured on it in less than a second. */
import type { OpenBackend } from '../backends/backend';
import type { Roofs } from '../../protocol/profile';
import { core } from '../tfjs/library';

/** A size that takes so long says what larger ones would: the clock is right to microseconds. */
const enoughMs = { product: 20, copy: 5 } as const;
const tries = 3;
/** No further try after this, as a run of that length is not slowed by the odd interrupt. */
const triesMs = 100;

/** Milliseconds of the fastest of some runs; the first one compiles. */
async function fastest(open: OpenBackend, run: () => core.Tensor): Promise<number> {
  let best = Infinity;
  const begun = performance.now();
  for (let i = 0; i <= tries; i++) {
    const start = performance.now();
    const result = run();
    await open.settle();
    const end = performance.now();
    result.dispose();
    if (i === 0) continue;
    best = Math.min(best, end - start);
    if (end - begun > triesMs) break;
  }
  return best;
}

/** Rates per second, of sizes that grow until one takes long enough. */
async function rates(
  sizes: readonly number[],
  longMs: number,
  rateAt: (size: number) => Promise<{ readonly work: number; readonly ms: number }>,
): Promise<number[]> {
  const found: number[] = [];
  for (const size of sizes) {
    const { work, ms } = await rateAt(size);
    found.push((work / ms) * 1000);
    if (ms > longMs) break;
  }
  return found;
}

/** By a kernel, which is done long before an array of JavaScript is filled and copied. */
function filled(shape: number[]): core.Tensor {
  return core.fill(shape, 1);
}

/** Multiply-accumulates per second of a square matrix product. */
async function matrixProduct(open: OpenBackend): Promise<number> {
  const sizes = [128, 256, 512, 1024, 2048, 4096, 8192];
  const found = await rates(sizes, enoughMs.product, async (size) => {
    const [a, b] = [filled([size, size]), filled([size, size])];
    const ms = await fastest(open, () => core.matMul(a, b));
    core.dispose([a, b]);
    return { work: size ** 3, ms };
  });
  return Math.max(...found);
}

/** Bytes per second that a sum of two tensors reads and writes, which are too large for caches. */
async function bandwidth(open: OpenBackend): Promise<number> {
  const million = 2 ** 20;
  const sizes = [4, 16, 64].map((n) => n * million);
  const found = await rates(sizes, enoughMs.copy, async (size) => {
    const [a, b] = [filled([size]), filled([size])];
    const ms = await fastest(open, () => core.add(a, b));
    core.dispose([a, b]);
    return { work: 3 * 4 * size, ms };
  });
  return found.at(-1) ?? 0;
}

/** Milliseconds of a kernel with nothing to do, one of many in a row. */
async function launch(open: OpenBackend): Promise<number> {
  const kernels = 200;
  const [a, b] = [core.scalar(1), core.scalar(2)];
  const ms = await fastest(open, () =>
    core.tidy(() => {
      let last: core.Tensor = a;
      for (let i = 0; i < kernels; i++) last = core.add(last, b);
      return last;
    }),
  );
  core.dispose([a, b]);
  return ms / kernels;
}

/** Measures the roofs of the backend that is active. */
export async function measureRoofs(open: OpenBackend): Promise<Roofs> {
  return {
    macsPerSecond: await matrixProduct(open),
    bytesPerSecond: await bandwidth(open),
    launchMs: await launch(open),
  };
}
