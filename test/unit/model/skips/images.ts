/** Graphs of convolutional networks, with the shapes of their tensors. */
import type { Shape, Skip } from '../../../../src/model/graph';
import { GraphBuilder, type Ref } from '../support/graphs';

export const image: Shape = [null, 32, 32, 16];

/** An input of 32×32×16, and layers that keep track of shapes. */
export class Images extends GraphBuilder {
  readonly x = this.relu(this.add('Conv2D', [this.input(image)], { kernel: [3, 3, 16, 16] }));

  layer(className: string, x: Ref, change: { stride?: number; channels?: number } = {}): Ref {
    const { stride = 1, channels } = change;
    const shape = this.shapeOf(x).map((size, axis) => {
      if (axis === 3 && channels !== undefined) return channels;
      return size === null || axis === 0 || axis === 3 ? size : size / stride;
    });
    const kernel = className.startsWith('Conv') ? { kernel: [3, 3, 16, channels ?? 16] } : {};
    return this.add(className, [x], { shape, config: { strides: [stride, stride] }, ...kernel });
  }

  block(x: Ref, stride = 1, channels = 16): Ref {
    const first = this.relu(this.norm(this.layer('Conv2D', x, { stride, channels })));
    return this.norm(this.layer('Conv2D', first, { channels }));
  }

  pooled(x: Ref): Ref {
    return this.layer('MaxPooling2D', x, { stride: 2 });
  }

  upsampled(x: Ref): Ref {
    const shape = this.shapeOf(x).map((size, axis) =>
      size === null || axis === 3 ? size : size * 2,
    );
    return this.add('UpSampling2D', [x], { shape, config: { size: [2, 2] } });
  }

  concatenate(...inputs: Ref[]): Ref {
    return this.add('Concatenate', inputs);
  }
}

export function skipsOfImages(write: (g: Images, x: Ref) => Ref): Skip[] {
  const builder = new Images();
  write(builder, builder.x);
  return builder.skips();
}
