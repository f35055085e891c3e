/** What random networks are put together from. */
import fc from 'fast-check';

/** Blocks without a body of their own. */
const simple = ['conv', 'norm', 'relu', 'dropout', 'lstm', 'transformer', 'attention'] as const;
const around = [
  ...(['identity', 'scaled', 'projection', 'padded', 'gated', 'long', 'longSum'] as const),
  ...(['excited', 'inception', 'pooled', 'chosen', 'autoencoder', 'condition'] as const),
] as const;

export type Block =
  | { readonly type: (typeof simple)[number] }
  | { readonly type: 'chain'; readonly parts: readonly Block[] }
  | { readonly type: (typeof around)[number]; readonly body: Block; readonly swapped: boolean }
  | { readonly type: 'grown' | 'anew'; readonly bodies: readonly Block[] };

export type SimpleBlock = (typeof simple)[number];

/** Any block; a long way down, mostly simple ones. */
export const blocks = fc.letrec<{ block: Block }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...simple).map((type): Block => ({ type })),
    fc.record({
      type: fc.constant('chain' as const),
      parts: fc.array(tie('block'), { minLength: 1, maxLength: 4 }),
    }),
    fc.record({ type: fc.constantFrom(...around), body: tie('block'), swapped: fc.boolean() }),
    fc.record({
      type: fc.constantFrom('grown' as const, 'anew' as const),
      bodies: fc.array(tie('block'), { minLength: 1, maxLength: 4 }),
    }),
  ),
})).block;
