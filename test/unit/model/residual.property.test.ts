/** Random networks whose skips are known by how they were put together. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Skip } from '../../../src/model/graph';
import { GraphBuilder, type Ref } from './support/graphs';

type Piece =
  | { readonly type: 'conv' | 'dense' | 'norm' | 'relu' | 'pool' }
  | { readonly type: 'chain'; readonly parts: readonly Piece[] }
  | { readonly type: 'identity'; readonly body: Piece; readonly swapped: boolean }
  | {
      readonly type: 'projection';
      readonly body: Piece;
      readonly around: 'none' | 'norm' | 'pool';
      readonly swapped: boolean;
    }
  | { readonly type: 'sum' | 'concatenate'; readonly branches: readonly Piece[] }
  | { readonly type: 'pooled'; readonly body: Piece }
  | { readonly type: 'condition'; readonly body: Piece };

type Expected = Pick<Skip, 'kind' | 'fork' | 'merge' | 'shortcut' | 'branch' | 'length'>;

/** Writes pieces as a graph and notes each skip as it is made. */
class Composer {
  readonly builder = new GraphBuilder();
  readonly expected: Expected[] = [];

  /** @returns the piece's output and its weight layers on the longest path. */
  add(piece: Piece, x: Ref): { out: Ref; length: number } {
    const { builder } = this;
    switch (piece.type) {
      case 'conv':
      case 'dense':
        return { out: builder[piece.type](x), length: 1 };
      case 'norm':
      case 'relu':
      case 'pool':
        return { out: builder[piece.type](x), length: 0 };
      case 'chain': {
        let at = { out: x, length: 0 };
        for (const part of piece.parts) {
          const next = this.add(part, at.out);
          at = { out: next.out, length: at.length + next.length };
        }
        return at;
      }
      case 'identity':
        return this.#skip(piece, x, () => []);
      case 'projection':
        return this.#skip(piece, x, () => {
          const start = piece.around === 'pool' ? builder.pool(x) : x;
          const projected = builder.conv(start, 1);
          const end = piece.around === 'norm' ? builder.norm(projected) : projected;
          return [...new Set([start, projected, end])].filter((id) => id !== x);
        });
      case 'sum':
      case 'concatenate': {
        const ends = piece.branches.map((branch) => this.#weighted(branch, x));
        const className = piece.type === 'sum' ? 'Add' : 'Concatenate';
        return {
          out: builder.add(
            className,
            ends.map(({ out }) => out),
          ),
          length: Math.max(...ends.map(({ length }) => length)),
        };
      }
      case 'pooled': {
        const { out, length } = this.#weighted(piece.body, x);
        return { out: builder.sum(builder.pool(x), out), length };
      }
      case 'condition': {
        const other = builder.dense(builder.input());
        const { out, length } = this.#weighted(piece.body, x);
        return { out: builder.sum(out, other), length: Math.max(length, 1) };
      }
    }
  }

  /** The piece with a 3×3 convolution and a ReLU behind it, so that it is no shortcut itself. */
  #weighted(piece: Piece, x: Ref): { out: Ref; length: number } {
    const { out, length } = this.add(piece, x);
    return { out: this.builder.relu(this.builder.conv(out)), length: length + 1 };
  }

  #skip(
    piece: Extract<Piece, { swapped: boolean }>,
    x: Ref,
    shortcutOf: () => Ref[],
  ): { out: Ref; length: number } {
    const { nodes } = this.builder;
    const first = piece.swapped ? shortcutOf() : [];
    const from = nodes.length;
    const inner = this.#weighted(piece.body, x);
    const to = nodes.length;
    const shortcut = piece.swapped ? first : shortcutOf();
    const ends = [shortcut.at(-1) ?? x, inner.out];
    const merge = this.builder.sum(...(piece.swapped ? ends : ends.reverse()));
    // What a branch takes from another input of the model is no part of the way around.
    const branch = nodes.slice(from, to).filter(({ id }) => this.#dependsOn(id, x));
    this.expected.push({
      kind: piece.type,
      fork: x,
      merge,
      shortcut,
      branch: branch.map(({ id }) => id),
      length: this.#longest(branch.map(({ id }) => id)),
    });
    return { out: merge, length: Math.max(inner.length, shortcut.length > 0 ? 1 : 0) };
  }

  #dependsOn(id: Ref, x: Ref): boolean {
    return this.builder.edges.some(
      ({ from, to }) => to === id && (from === x || this.#dependsOn(from, x)),
    );
  }

  #longest(branch: readonly Ref[]): number {
    const lengths = new Map<Ref, number>();
    for (const id of branch) {
      const before = this.builder.edges.filter(({ to }) => to === id).map(({ from }) => from);
      const own = /^(Conv2D|Dense)\./.test(id) ? 1 : 0;
      lengths.set(id, own + Math.max(0, ...before.map((from) => lengths.get(from) ?? 0)));
    }
    return Math.max(0, ...lengths.values());
  }
}

const pieces = fc.letrec<{ piece: Piece; leaf: Piece }>((tie) => ({
  leaf: fc.constantFrom(...(['conv', 'dense', 'norm', 'relu', 'pool'] as const)).map((type) => ({
    type,
  })),
  piece: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('leaf'),
    fc.record({
      type: fc.constant('chain' as const),
      parts: fc.array(tie('piece'), { minLength: 1, maxLength: 4 }),
    }),
    fc.record({
      type: fc.constant('identity' as const),
      body: tie('piece'),
      swapped: fc.boolean(),
    }),
    fc.record({
      type: fc.constant('projection' as const),
      body: tie('piece'),
      around: fc.constantFrom('none' as const, 'norm' as const, 'pool' as const),
      swapped: fc.boolean(),
    }),
    fc.record({
      type: fc.constantFrom('sum' as const, 'concatenate' as const),
      branches: fc.array(tie('piece'), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({ type: fc.constant('pooled' as const), body: tie('piece') }),
    fc.record({ type: fc.constant('condition' as const), body: tie('piece') }),
  ),
})).piece;

function compose(piece: Piece): Composer {
  const composer = new Composer();
  const start = composer.builder.conv(composer.builder.input());
  composer.builder.relu(composer.add(piece, start).out);
  return composer;
}

test('the skips of a composed network are found exactly', () => {
  fc.assert(
    fc.property(pieces, (piece) => {
      const { builder, expected } = compose(piece);
      const found = builder.skips().map(({ kind, fork, merge, shortcut, branch, length }) => ({
        kind,
        fork,
        merge,
        shortcut,
        branch,
        length,
      }));
      const order = new Map(builder.nodes.map(({ id }, index) => [id, index]));
      const inOrder = [...expected].sort((a, b) => order.get(a.merge)! - order.get(b.merge)!);
      expect(found).toEqual(inOrder);
    }),
    { numRuns: 1_000 },
  );
});

test('networks without a way around have no skips', () => {
  const withoutSkips = pieces.filter((piece) => compose(piece).expected.length === 0);
  fc.assert(fc.property(withoutSkips, (piece) => compose(piece).builder.skips().length === 0));
});
