/** Networks put together at random from blocks of every kind, written as layers or as operations. */
import type { Shape, SkipKind } from '../../../../src/model/graph';
import { GraphBuilder, type Ref } from '../support/graphs';
import type { Block, SimpleBlock } from './blocks';

export type Style = 'layers' | 'operations';

export interface Expected {
  readonly kind: SkipKind;
  readonly fork: Ref;
  readonly merge: Ref;
  readonly length: number;
}

interface Made {
  readonly out: Ref;
  /** Weight layers on the longest way through. */
  readonly length: number;
  /** Whether there is attention that is not on the branch of a skip inside. */
  readonly attends: boolean;
  /** Changes of resolution. */
  readonly down: boolean;
  readonly up: boolean;
}

function nothing(out: Ref): Made {
  return { out, length: 0, attends: false, down: false, up: false };
}

const image: Shape = [null, 4096, 4096, 8];

/** Writes blocks as a graph and notes each skip as it is made. */
export class Composer {
  readonly builder = new GraphBuilder();
  readonly expected: Expected[] = [];
  readonly #style: Style;

  constructor(block: Block, style: Style) {
    this.#style = style;
    const start = this.#conv(this.builder.input(image));
    this.#conv(this.#add(block, start).out);
  }

  #named(layer: string, operation: string): string {
    return this.#style === 'layers' ? layer : operation;
  }

  #resized(x: Ref, factor: number, channels = 1): Shape {
    return this.builder.shapeOf(x).map((size, axis) => {
      if (size === null || axis === 0) return size;
      return axis === 3 ? size * channels : size * factor;
    });
  }

  #conv(x: Ref, size = 3, stride = 1): Ref {
    const made = this.builder.add('Conv2D', [x], {
      kernel: [size, size, 8, 8],
      config: { strides: [stride, stride] },
      shape: this.#resized(x, 1 / stride),
    });
    if (this.#style === 'layers') return made;
    return this.builder.add('AddV2', [made], { kernel: [8] });
  }

  #gate(x: Ref): Ref {
    if (this.#style === 'operations') return this.builder.add('Sigmoid', [this.#conv(x)]);
    const config = { activation: 'sigmoid', strides: 1 };
    return this.builder.add('Conv2D', [x], { kernel: [3, 3, 8, 8], config });
  }

  #complement(gate: Ref): Ref {
    if (this.#style === 'layers') return this.builder.add('OneMinus', [gate]);
    return this.builder.add('Sub', [gate]);
  }

  #relu(x: Ref): Ref {
    return this.builder.add(this.#named('ReLU', 'Relu'), [x]);
  }

  #norm(x: Ref): Ref {
    return this.builder.add(this.#named('BatchNormalization', 'FusedBatchNorm'), [x]);
  }

  #merge(type: 'sum' | 'product' | 'concatenation', inputs: readonly Ref[], swapped = false): Ref {
    const names = {
      sum: this.#named('Add', 'AddV2'),
      product: 'Multiply',
      concatenation: this.#named('Concatenate', 'Concat'),
    };
    return this.builder.add(names[type], swapped ? [...inputs].reverse() : inputs);
  }

  #pool(x: Ref, stride = 1): Ref {
    const config = { poolSize: [2, 2], strides: [stride, stride] };
    const shape = this.#resized(x, 1 / stride);
    return this.builder.add(this.#named('AveragePooling2D', 'AvgPool'), [x], { config, shape });
  }

  #upsample(x: Ref): Ref {
    const shape = this.#resized(x, 2);
    return this.builder.add(this.#named('UpSampling2D', 'ResizeBilinear'), [x], { shape });
  }

  /** Attention without a residual: softmax(q·kᵀ)·v and a projection. */
  #attention(x: Ref): Ref {
    const { builder } = this;
    const [q, k, v] = [builder.dense(x), builder.dense(x), builder.dense(x)];
    const scores = builder.add('BatchMatMul', [q, k]);
    const mixed = builder.add('BatchMatMul', [builder.add('Softmax', [scores]), v]);
    return builder.dense(mixed);
  }

  #expect(kind: SkipKind, fork: Ref, merge: Ref, length: number): void {
    this.expected.push({ kind, fork, merge, length });
  }

  /** The block between 3×3 convolutions, so that it is neither a shortcut nor a feed-forward. */
  #weighted(block: Block, x: Ref): Made {
    const { out, length, ...made } = this.#add(block, this.#relu(this.#conv(x)));
    return { ...made, out: this.#norm(this.#conv(out)), length: length + 2 };
  }

  #add(block: Block, x: Ref): Made {
    switch (block.type) {
      case 'chain':
        return block.parts.reduce<Made>((at, part) => {
          const next = this.#add(part, at.out);
          return {
            out: next.out,
            length: at.length + next.length,
            attends: at.attends || next.attends,
            down: at.down || next.down,
            up: at.up || next.up,
          };
        }, nothing(x));
      case 'grown':
      case 'anew':
        return this.#dense(block, x);
      default:
        return 'body' in block ? this.#around(block, x) : this.#simple(block.type, x);
    }
  }

  #simple(type: SimpleBlock, x: Ref): Made {
    const made = (out: Ref, length: number): Made => ({ ...nothing(out), length });
    switch (type) {
      case 'conv':
        return made(this.#conv(x), 1);
      case 'norm':
        return made(this.#norm(x), 0);
      case 'relu':
        return made(this.#relu(x), 0);
      case 'dropout':
        return made(this.builder.add(this.#named('Dropout', 'Identity'), [x]), 0);
      case 'lstm': {
        const out = this.builder.add('LSTM', [x], { kernel: [8, 32] });
        this.#expect('recurrent', out, out, 1);
        return made(out, 1);
      }
      case 'attention':
        return { ...made(this.#attention(x), 2), attends: true };
      case 'transformer': {
        const middle = this.#merge('sum', [x, this.#attention(this.#norm(x))]);
        this.#expect('transformer', x, middle, 2);
        const inside = this.#relu(this.builder.dense(this.#norm(middle)));
        const out = this.#merge('sum', [this.builder.dense(inside), middle]);
        this.#expect('transformer', middle, out, 2);
        return made(out, 4);
      }
    }
  }

  #dense(block: Extract<Block, { bodies: unknown }>, x: Ref): Made {
    const features = [x];
    let at = nothing(x);
    for (const body of block.bodies) {
      const layer = this.#weighted(body, at.out);
      features.push(layer.out);
      const list = block.type === 'anew' ? features : [at.out, layer.out];
      const out = this.#merge('concatenation', list);
      this.#expect(layer.down && layer.up ? 'long' : 'dense', at.out, out, layer.length);
      const length = at.length + layer.length;
      at = { ...at, out, length, down: at.down || layer.down, up: at.up || layer.up };
    }
    return at;
  }

  /** A sum or concatenation that ends a skip of `kind`, unless its branch is an hourglass. */
  #skip(kind: SkipKind, x: Ref, ends: readonly Ref[], made: Made, swapped: boolean): Made {
    const type = kind === 'long' && this.#style === 'layers' ? 'concatenation' : 'sum';
    const out = this.#merge(type, ends, swapped);
    const long = made.down && made.up && kind !== 'padded';
    const own = kind === 'identity' && made.attends ? 'transformer' : kind;
    this.#expect(long ? 'long' : own, x, out, made.length);
    return { ...made, out, attends: false };
  }

  #around({ type, body, swapped }: Extract<Block, { body: Block }>, x: Ref): Made {
    const { builder } = this;
    switch (type) {
      case 'identity': {
        const made = this.#weighted(body, x);
        return this.#skip('identity', x, [x, made.out], made, swapped);
      }
      case 'scaled': {
        const made = this.#weighted(body, x);
        const out = builder.add('Multiply', [made.out]);
        return this.#skip('identity', x, [x, out], made, swapped);
      }
      case 'projection': {
        const made = this.#weighted(body, x);
        const shortcut = this.#norm(this.#conv(x, 1));
        return this.#skip('projection', x, [shortcut, made.out], made, swapped);
      }
      case 'padded': {
        const made = this.#weighted(body, x);
        const pooled = this.#pool(x, 2);
        const shape = this.#resized(pooled, 1, 2);
        const shortcut = builder.add(this.#named('PadChannels', 'PadV2'), [pooled], { shape });
        const main = this.#conv(made.out, 3, 2);
        const length = made.length + 1;
        const all = { ...made, length, down: true };
        return this.#skip('padded', x, [shortcut, main], all, swapped);
      }
      case 'gated': {
        const gate = this.#gate(x);
        const made = this.#weighted(body, x);
        const carried = this.#merge('product', [x, this.#complement(gate)], swapped);
        const transformed = this.#merge('product', [made.out, gate]);
        const out = this.#merge('sum', [transformed, carried], swapped);
        this.#expect('gated', x, out, made.length);
        return { ...made, out, attends: false };
      }
      case 'long':
      case 'longSum': {
        const made = this.#weighted(body, this.#pool(x, 2));
        const up = this.#conv(this.#upsample(made.out));
        const all = { ...made, out: up, length: made.length + 1, down: true, up: true };
        if (type === 'longSum') return this.#skip('identity', x, [x, up], all, swapped);
        return this.#skip('long', x, [x, up], all, swapped);
      }
      default:
        return this.#withoutSkip({ type, body, swapped }, x);
    }
  }

  #withoutSkip({ type, body, swapped }: Extract<Block, { body: Block }>, x: Ref): Made {
    const { builder } = this;
    const made = this.#weighted(body, x);
    switch (type) {
      case 'excited': {
        const name = this.#named('GlobalAveragePooling2D', 'Mean');
        const pooled = builder.add(name, [made.out], { shape: [null, 8] });
        const squeezed = builder.dense(this.#relu(builder.dense(pooled)));
        const gate = builder.add('Reshape', [squeezed], { shape: [null, 1, 1, 8] });
        const out = this.#merge('product', [made.out, gate]);
        return { ...made, out, length: made.length + 2 };
      }
      case 'inception': {
        const pool = this.#relu(this.#conv(this.#pool(x)));
        const one = this.#relu(this.#conv(x, 1));
        const out = this.#merge('concatenation', [one, made.out, pool], swapped);
        return { ...made, out };
      }
      case 'pooled':
        return { ...made, out: this.#merge('sum', [this.#pool(x), made.out], swapped) };
      case 'chosen': {
        const other = this.#relu(this.#conv(x));
        const gate = this.#gate(this.#merge('sum', [this.#relu(made.out), other]));
        const products = [
          this.#merge('product', [this.#relu(made.out), gate]),
          this.#merge('product', [other, this.#complement(gate)]),
        ];
        const out = this.#merge('sum', products, swapped);
        return { ...made, out, length: made.length + 1 };
      }
      case 'autoencoder': {
        const down = this.#conv(made.out, 3, 2);
        const out = this.#conv(this.#upsample(down));
        return { ...made, out, length: made.length + 2, down: true, up: true };
      }
      default: {
        const told = this.#conv(builder.input(image));
        const out = this.#merge('sum', [made.out, told], swapped);
        return { ...made, out };
      }
    }
  }
}
