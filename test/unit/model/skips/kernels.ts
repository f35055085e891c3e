/** Graphs of operations, named by their kernels. */
import type { Shape, Skip } from '../../../../src/model/graph';
import { GraphBuilder, type Ref } from '../support/graphs';

export const image: Shape = [2, 8, 8, 4];
export const scalar: readonly Shape[] = [[]];

export class Operations extends GraphBuilder {
  conv2d(x: Ref, size = 3): Ref {
    return this.add('Conv2D', [x], { kernel: [size, size, 4, 4] });
  }

  biased(x: Ref): Ref {
    return this.add('Add', [x], { kernel: [4] });
  }

  plus(...inputs: Ref[]): Ref {
    return this.add('AddV2', inputs);
  }

  scaled(x: Ref): Ref {
    return this.add('Multiply', [x], { constants: scalar });
  }

  activated(x: Ref): Ref {
    return this.add('Relu', [x]);
  }

  normalized(x: Ref): Ref {
    return this.add('FusedBatchNorm', [x], { kernel: [4] });
  }

  /** What dropout with a noise shape runs. */
  dropped(x: Ref, noise: Shape): Ref {
    const drawn = this.add('Floor', [], { constants: [noise], shape: noise });
    const mask = this.add('RealDiv', [drawn], { constants: scalar, shape: noise });
    return this.add('Multiply', [x, mask]);
  }
}

export function skipsOfOperations(write: (g: Operations, x: Ref) => Ref): Skip[] {
  const builder = new Operations();
  write(builder, builder.activated(builder.conv2d(builder.input(image))));
  return builder.skips();
}
