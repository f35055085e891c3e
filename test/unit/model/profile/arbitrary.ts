/** Random profiles: chains and nests of layers with random kernels. */
import fc from 'fast-check';
import type { Profile } from '../../../../src/protocol/profile';
import { buildProfile, type KernelSpec, type LayerSpec, type ProfileSpec } from './builder';

const kernel: fc.Arbitrary<KernelSpec> = fc.record({
  kernel: fc.constantFrom('Conv2D', 'Relu', 'AddV2', 'Sum'),
  ms: fc.integer({ min: 1, max: 5_000 }).map((us) => us / 1000),
  macs: fc.integer({ min: 0, max: 1_000_000 }),
  bytes: fc.integer({ min: 0, max: 1_000_000 }),
});

const kernels = fc.array(kernel, { maxLength: 3 });

interface Draft {
  readonly scope: readonly number[];
  readonly inside: boolean;
  readonly kernels: LayerSpec['kernels'] & object;
  readonly activationBytes: number;
  readonly hostMs: number;
}

const draft: fc.Arbitrary<Draft> = fc.record({
  scope: fc.array(fc.integer({ min: 1, max: 2 }), { maxLength: 3 }),
  inside: fc.boolean(),
  kernels: fc.record({ forward: kernels, backward: kernels, optimizer: kernels }),
  activationBytes: fc.integer({ min: 0, max: 10_000 }),
  hostMs: fc.integer({ min: 0, max: 2_000 }).map((us) => us / 1000),
});

/** Scopes as the trace writes them: each id holds those around it. */
function scopesOf(path: readonly number[]): string[] {
  return path.map((_, i) =>
    path
      .slice(0, i + 1)
      .map((ordinal, depth) => `f${depth}#${ordinal}`)
      .join('/'),
  );
}

/** One that is `inside` is in the layer before it, and so in that one's functions. */
function layersOf(drafts: readonly Draft[]): LayerSpec[] {
  const layers: LayerSpec[] = [];
  for (const [i, { scope, inside, ...rest }] of drafts.entries()) {
    const parent = inside ? layers.at(-1) : undefined;
    layers.push({
      id: `layer.${i}`,
      className: 'Layer',
      ...(parent === undefined ? {} : { parent: parent.id }),
      scopes: parent?.scopes ?? scopesOf(scope),
      source: { file: '/net.ts', line: 1 + (i % 4), column: 1 + (i % 2) },
      ...rest,
    });
  }
  return layers;
}

const profileSpecs: fc.Arbitrary<ProfileSpec> = fc
  .record({
    drafts: fc.array(draft, { maxLength: 12 }),
    parts: fc.record({ loss: kernels, gradients: kernels, optimizer: kernels, other: kernels }),
    asynchronous: fc.boolean(),
    seed: fc.integer(),
  })
  .map(({ drafts, parts, asynchronous, seed }) => ({
    layers: layersOf(drafts),
    parts,
    backend: { asynchronous },
    seed,
  }));

export const profiles: fc.Arbitrary<Profile> = profileSpecs.map(buildProfile);
