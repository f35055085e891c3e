/** ModelGraphs composed by hand, in the shape that the inspect worker gives. */
import type {
  GraphEdge,
  GraphNode,
  Json,
  ModelGraph,
  Scope,
  Shape,
  Skip,
} from '../../../src/model/graph';

interface NodeOptions {
  readonly config?: Readonly<Record<string, Json>>;
  readonly shape?: Shape;
  readonly parameters?: number;
  readonly macs?: number;
}

/** Builds a graph call by call, as user code does. */
export class ModelBuilder {
  readonly nodes: GraphNode[] = [];
  readonly edges: GraphEdge[] = [];
  readonly scopes: Scope[] = [];
  readonly skips: Skip[] = [];
  private current: string | null = null;
  private readonly calls = new Map<string, number>();

  /** @param prefix before every id, so that those of nested models differ. */
  constructor(private readonly prefix = '') {}

  add(className: string, inputs: readonly string[], options: NodeOptions = {}): string {
    const id = `${this.prefix}${className.toLowerCase()}_${this.nodes.length}`;
    this.edges.push(...inputs.map((from, input) => ({ from, output: 0, to: id, input })));
    this.nodes.push({
      id,
      name: id,
      className,
      config: options.config ?? {},
      inputs: [],
      outputs: [{ shape: options.shape ?? [null, 8], dtype: 'float32' }],
      weights: [],
      parameters: { trainable: options.parameters ?? 0, nonTrainable: 0 },
      macs: { forward: options.macs ?? 0 },
      scope: this.current,
      places: [],
    });
    return id;
  }

  /** Runs `body` as a call of the user's function `name`. */
  call<T>(name: string, body: () => T, siblings = 2): T {
    const parent = this.current;
    const key = `${parent ?? ''}/${name}`;
    const ordinal = (this.calls.get(key) ?? 0) + 1;
    this.calls.set(key, ordinal);
    const id = `${parent === null ? '' : `${parent}/`}${name}#${ordinal}`;
    this.scopes.push({ id, name, ordinal, siblings, parent });
    this.current = id;
    const result = body();
    this.current = parent;
    return result;
  }

  skip(skip: Pick<Skip, 'kind' | 'fork' | 'merge'> & Partial<Skip>): void {
    const defaults = { shortcut: [], branch: [], length: 2, scope: this.current };
    this.skips.push({ id: `skip:${skip.merge}`, ...defaults, ...skip });
  }

  build(name = 'model'): ModelGraph {
    const sum = (of: (node: GraphNode) => number): number =>
      this.nodes.reduce((total, node) => total + of(node), 0);
    return {
      name,
      inputs: this.nodes.slice(0, 1).map(({ id }) => id),
      outputs: this.nodes.slice(-1).map(({ id }) => id),
      nodes: this.nodes,
      edges: this.edges,
      scopes: this.scopes,
      skips: this.skips,
      entry: `${name}()`,
      parameters: { trainable: sum((node) => node.parameters.trainable), nonTrainable: 0 },
      macs: { forward: sum((node) => node.macs.forward) },
      places: [],
      complete: true,
    };
  }
}

interface Feature {
  readonly id: string;
  readonly size: number;
  readonly channels: number;
}

/** The layers of a ResNet v1.5 with bottleneck blocks. */
class ResNetBuilder extends ModelBuilder {
  constructor(private readonly helpers: boolean) {
    super();
  }

  private helper<T>(name: string, body: () => T): T {
    return this.helpers ? this.call(name, body) : body();
  }

  conv(x: Feature, filters: number, kernel: number, stride: number): Feature {
    const size = Math.ceil(x.size / stride);
    const parameters = kernel * kernel * x.channels * filters;
    const id = this.add('Conv2D', [x.id], {
      config: { kernelSize: [kernel, kernel], filters, strides: [stride, stride] },
      shape: [null, size, size, filters],
      parameters,
      macs: parameters * size * size,
    });
    return { id, size, channels: filters };
  }

  same(className: string, x: Feature, options: NodeOptions = {}): Feature {
    const shape = [null, x.size, x.size, x.channels];
    return { ...x, id: this.add(className, [x.id], { shape, ...options }) };
  }

  relu(x: Feature): Feature {
    return this.same('Activation', x, { config: { activation: 'relu' } });
  }

  norm(x: Feature): Feature {
    return this.same('BatchNormalization', x, { parameters: 4 * x.channels });
  }

  convNorm(x: Feature, filters: number, kernel: number, stride: number): Feature {
    return this.helper('convBn', () => this.norm(this.conv(x, filters, kernel, stride)));
  }

  convNormRelu(x: Feature, filters: number, kernel: number, stride: number): Feature {
    return this.helper('convBnRelu', () =>
      this.relu(this.norm(this.conv(x, filters, kernel, stride))),
    );
  }

  bottleneck(x: Feature, filters: number, stride: number): Feature {
    const first = this.nodes.length;
    let y = this.convNormRelu(x, filters, 1, 1);
    y = this.convNormRelu(y, filters, 3, stride);
    y = this.convNorm(y, 4 * filters, 1, 1);
    const branch = this.nodes.slice(first).map(({ id }) => id);
    const projects = x.channels !== 4 * filters || stride !== 1;
    const shortcutStart = this.nodes.length;
    const shortcut = projects ? this.convNorm(x, 4 * filters, 1, stride) : x;
    const shortcutIds = this.nodes.slice(shortcutStart).map(({ id }) => id);
    const shape = [null, y.size, y.size, y.channels];
    const merge = this.add('Add', [y.id, shortcut.id], { shape });
    this.skip({
      kind: projects ? 'projection' : 'identity',
      fork: x.id,
      merge,
      shortcut: shortcutIds,
      branch,
      length: 3,
    });
    return this.relu({ ...y, id: merge });
  }
}

export interface ResNetOptions {
  readonly blocks?: readonly number[];
  /** Whether convolution and normalization are made by a helper function. */
  readonly helpers?: boolean;
  /** Whether stages and blocks are functions; else everything is one flat loop. */
  readonly nested?: boolean;
}

/** A ResNet-50 unless said, with the scopes `resnet50 › stage › bottleneck (› convBn)`. */
export function resNet(options: ResNetOptions = {}): ModelGraph {
  const { blocks = [3, 4, 6, 3], helpers = false, nested = true } = options;
  const model = new ResNetBuilder(helpers);
  const within = <T>(name: string, body: () => T): T => (nested ? model.call(name, body) : body());
  model.call('resnet50', () => {
    const id = model.add('InputLayer', [], { shape: [null, 224, 224, 3] });
    let x: Feature = { id, size: 224, channels: 3 };
    x = model.convNormRelu(x, 64, 7, 2);
    const pool = { config: { poolSize: [3, 3], strides: [2, 2] }, shape: [null, 56, 56, 64] };
    x = { ...model.same('MaxPooling2D', x, pool), size: 56 };
    blocks.forEach((count, stage) => {
      x = within('stage', () => {
        let y = x;
        for (let block = 0; block < count; block++) {
          const stride = block === 0 && stage > 0 ? 2 : 1;
          y = within('bottleneck', () => model.bottleneck(y, 64 * 2 ** stage, stride));
        }
        return y;
      });
    });
    const features = model.add('GlobalAveragePooling2D', [x.id], { shape: [null, x.channels] });
    model.add('Dense', [features], {
      config: { units: 1000, activation: 'softmax' },
      shape: [null, 1000],
      parameters: (x.channels + 1) * 1000,
      macs: x.channels * 1000,
    });
  });
  return model.build('resnet50');
}

/** A flat chain of residual blocks, `layers` or a few more nodes. */
export function flatChain(layers: number): ModelGraph {
  const model = new ModelBuilder();
  let x = model.add('InputLayer', []);
  while (model.nodes.length < layers) {
    let y = x;
    for (const className of [
      'Conv2D',
      'BatchNormalization',
      'ReLU',
      'Conv2D',
      'BatchNormalization',
    ])
      y = model.add(className, [y]);
    const merge = model.add('Add', [y, x]);
    model.skip({ kind: 'identity', fork: x, merge });
    x = model.add('ReLU', [merge]);
  }
  return model.build('chain');
}

/** A chain of small pieces that no cut takes apart, each with wires of its own. */
export function differentPieces(pieces: number): ModelGraph {
  const model = new ModelBuilder();
  let x = model.add('InputLayer', []);
  for (let piece = 0; piece < pieces; piece++) {
    const members = [model.add('Dense', [x]), model.add('Dense', [x])];
    // The bits of the number are the wires.
    for (let bits = piece; bits > 0; bits = Math.floor(bits / 8)) {
      const inputs = members.slice(-3).filter((_, index) => ((bits >> index) & 1) === 1);
      members.push(model.add('Add', inputs.length > 0 ? inputs : members.slice(-2)));
    }
    x = model.add('Concatenate', members);
  }
  return model.build();
}
