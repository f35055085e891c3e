/**
 * The schema of the report, held to its interfaces by the compiler. `scripts/schema.mjs` publishes it
 * as docs/inspect.schema.json, so the descriptions here are what users of `--json` read.
 */
import * as v from 'valibot';
import { failureCodes, type SourcePlace } from '../protocol/failure';
import { skipKinds } from './graph';
import type { ReceptiveField } from './receptiveField';
import type {
  NamedTensor,
  Report,
  ReportBytes,
  ReportDiagnostic,
  ReportLayer,
  ReportModel,
  ReportParameters,
  ReportPeak,
  ReportSkip,
} from './report';

function text(description: string) {
  return v.pipe(v.string(), v.description(description));
}

function count(description: string) {
  return v.pipe(v.number(), v.integer(), v.minValue(0), v.description(description));
}

const lineNumber = v.pipe(v.number(), v.integer(), v.minValue(1));

const place = v.object({
  file: text('Absolute path of the source file.'),
  line: v.pipe(lineNumber, v.description('Counts from 1.')),
  column: v.pipe(lineNumber, v.description('Counts from 1, in UTF-16 units.')),
  endColumn: v.exactOptional(
    v.pipe(lineNumber, v.description('Column after the last one of the marked text.')),
  ),
}) satisfies v.GenericSchema<SourcePlace>;

const source = v.pipe(
  v.nullable(place),
  v.description('Where in the source; null where that is not known.'),
);

const shape = v.pipe(
  v.array(v.nullable(v.pipe(v.number(), v.integer(), v.minValue(0)))),
  v.description('Sizes with the batch first; null for a size that is known at run time only.'),
);

const tensor = v.object({
  name: text('Name of the layer that stands for the tensor.'),
  shape,
  dtype: text('Type of the values, such as "float32".'),
}) satisfies v.GenericSchema<NamedTensor>;

const parameters = v.pipe(
  v.object({
    total: count('Trainable and non-trainable together.'),
    trainable: count('Scalars that training changes.'),
    nonTrainable: count('Scalars that training leaves, such as the statistics of batch norm.'),
    untracked: v.exactOptional(
      count(
        'Scalars of weights inside custom layers that TensorFlow.js neither trains nor saves; in none of the others.',
      ),
    ),
  }),
  v.description('Numbers of scalars; weights that several layers share count once.'),
) satisfies v.GenericSchema<ReportParameters>;

const macs = v.pipe(
  v.object({
    forward: count('Of one forward pass.'),
    backward: v.exactOptional(
      count(
        'Of the gradient of a training step, to the trained weights and to what lies behind them; absent where it is not known.',
      ),
    ),
  }),
  v.description(
    'Multiply-accumulates of convolutions and matrix products for one example, in the layers of TensorFlow.js and in custom ones; one is a multiplication and an addition.',
  ),
);

const flops = v.exactOptional(
  count(
    'Floating-point operations of one forward pass for one example, with --flops: two for each multiply-accumulate; one for each element of sums, products and activations, and for each that a reduction reads or a pooling window covers; three for each element of a batch norm, five of a softmax. Absent where they are not known.',
  ),
);

const byOptimizer = (what: string) =>
  v.pipe(
    v.object({
      sgd: count('With plain stochastic gradient descent.'),
      momentum: count('With momentum.'),
      adam: count('With Adam.'),
    }),
    v.description(what),
  );

const peakTraining = v.object({
  batchSize: count(
    'Examples in the batch; of a function of tensors, those of the arguments it is called with.',
  ),
  sgd: count('With plain stochastic gradient descent.'),
  momentum: count('With momentum, which keeps a slot for each weight.'),
  adam: count('With Adam, which keeps two.'),
  gradients: count('Of the gradients to the weights that are trained.'),
  activations: count('What the forward pass leaves behind for the gradient, with the batch.'),
  slots: byOptimizer('What each optimizer keeps from step to step.'),
  cpu: byOptimizer('The peak on the cpu backend, with what its kernels hold while they run.'),
  wasm: byOptimizer('The peak on the wasm backend, which copies tensors that others share.'),
}) satisfies v.GenericSchema<ReportPeak>;

const bytes = v.pipe(
  v.object({
    weights: count('Of all weights, those that are not trained too; shared ones once.'),
    activations: count("Of all layers' outputs in one forward pass, one example."),
    peakTraining: v.pipe(
      v.nullable(peakTraining),
      v.description(
        'The most that tensors hold at once in a training step of TensorFlow.js: weights, the slots of the optimizer, gradients, and what is kept for them. Null without --batch-size, or where the model cannot be trained.',
      ),
    ),
  }),
  v.description('Bytes of tensors.'),
) satisfies v.GenericSchema<ReportBytes>;

const axes = v.array(v.nullable(v.number()));

const receptiveField = v.pipe(
  v.object({
    size: v.pipe(axes, v.description('Positions of the input that one position depends on.')),
    stride: v.pipe(
      axes,
      v.description("Positions of the input from one position's window to the next."),
    ),
    padding: v.pipe(
      axes,
      v.description('Positions by which the first window begins before the input.'),
    ),
  }),
  v.description(
    'The window of the input that each position of the output depends on: for each spatial axis, null where it is the whole input.',
  ),
) satisfies v.GenericSchema<ReceptiveField>;

const scopeNames = v.array(v.string());

const skip = v.pipe(
  v.object({
    kind: v.pipe(
      v.picklist(skipKinds),
      v.description(
        'What kind of skip it is; a recurrent one is inside its layer, which is "from", "to" and "merge" at once.',
      ),
    ),
    from: text('Id of the fork: the layer whose output both branches read.'),
    to: text(
      'Id of the last layer that is skipped: the skip goes around all layers after "from" up to this one, whose output it meets in "merge".',
    ),
    merge: text('Id of the layer that joins the branches.'),
    length: count(
      'Weight layers (convolution, dense, recurrent) on the longest way from "from" to "to".',
    ),
    activation: v.pipe(
      v.nullable(v.picklist(['pre', 'post'])),
      v.description(
        'Where the block normalizes and activates: before the first weight layer of the branch, or after the merge; null where it does neither.',
      ),
    ),
    stochasticDepth: v.pipe(
      v.boolean(),
      v.description('Whether training drops the residual branch for single examples.'),
    ),
    survival: v.exactOptional(
      v.pipe(
        v.number(),
        v.minValue(0),
        v.maxValue(1),
        v.description(
          'The probability that training keeps the residual branch, where it is known.',
        ),
      ),
    ),
    block: v.pipe(
      scopeNames,
      v.description("The user's functions that made the merge, outermost first."),
    ),
    source,
  }),
  v.description('A skip connection.'),
) satisfies v.GenericSchema<ReportSkip>;

const layer: v.GenericSchema<ReportLayer> = v.object({
  id: text('Unique in the report.'),
  name: text("The layer's own name."),
  className: text('Class of the layer, such as "Conv2D".'),
  scope: v.pipe(
    scopeNames,
    v.description("The user's functions that made the layer, outermost first."),
  ),
  inputShapes: v.array(shape),
  outputShape: v.pipe(
    v.nullable(shape),
    v.description('Null for the layer whose call failed. Of several outputs, the first.'),
  ),
  parameters,
  macs,
  flops,
  weightBytes: count('Of the parameters.'),
  activationBytes: count('Of the outputs, one example.'),
  receptiveField: v.pipe(
    v.nullable(receptiveField),
    v.description('Null where the input has no spatial axis, or what a layer reads is not known.'),
  ),
  source,
  inner: v.exactOptional(
    v.pipe(
      v.object({ skips: v.array(skip), layers: v.array(v.lazy(() => layer)) }),
      v.description(
        'What a nested model is made of, or the operations of a custom layer; their sums are in this layer already.',
      ),
    ),
  ),
});

const model = v.object({
  name: text("The model's name."),
  entry: text('The expression that built it; empty when running the file did.'),
  complete: v.pipe(
    v.boolean(),
    v.description('False when building failed and only the part before the failure stands.'),
  ),
  inputs: v.array(tensor),
  outputs: v.array(tensor),
}) satisfies v.GenericSchema<ReportModel>;

const size = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const projection = v.pipe(
  v.object({
    kind: v.literal('projection'),
    shortcut: count('Which input of the merge is the shortcut, from 0.'),
    strides: v.pipe(
      v.array(size),
      v.description('One for each spatial axis; none where a dense layer projects vectors.'),
    ),
    filters: size,
    place: v.exactOptional(
      v.pipe(place, v.description('The call of the merge, where that is not the "source".')),
    ),
  }),
  v.description('A 1×1 convolution on the shortcut of a merge makes its paths fit.'),
);

const tracking = v.pipe(
  v.object({ kind: v.literal('tracking') }),
  v.description(
    'Accessors for the weights of inner layers, in the class around "source", make tf.layers track them.',
  ),
);

const diagnostic = v.object({
  code: v.pipe(v.picklist(failureCodes), v.description('docs/failures.md explains each code.')),
  severity: v.picklist(['error', 'warning', 'information']),
  message: text('What happened and what to do.'),
  source,
  fix: v.pipe(
    v.nullable(v.variant('kind', [projection, tracking])),
    v.description("What the editor's quick fix would write; null where there is none."),
  ),
}) satisfies v.GenericSchema<ReportDiagnostic>;

export const reportSchema = v.pipe(
  v.object({
    model: v.pipe(v.nullable(model), v.description('Null when nothing could be built.')),
    parameters,
    macs,
    flops,
    bytes,
    skips: v.array(skip),
    layers: v.pipe(
      v.array(layer),
      v.description('In an order in which every tensor is made before it is read.'),
    ),
    diagnostics: v.pipe(v.array(diagnostic), v.description('Worst first; empty when all is well.')),
  }),
  v.title('ResNet Designer: report of an inspection'),
  v.description('What "resnet-designer inspect FILE --json" prints.'),
) satisfies v.GenericSchema<Report>;

/** The parts that the published schema names instead of repeating them. */
export const reportParts = {
  place,
  shape,
  tensor,
  parameters,
  macs,
  flops,
  bytes,
  peakTraining,
  receptiveField,
  skip,
  layer,
  model,
  diagnostic,
};
