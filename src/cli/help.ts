/** What `resnet-designer --help` prints; docs/command-line.md says it at length. */
export const help = `Usage: resnet-designer inspect FILE [options]

Reads a TensorFlow.js model from a TypeScript or JavaScript file, without allocating a weight, and
prints its layers, parameters, multiply-accumulates and skip connections.

Options:
  --entry EXPR          the expression that builds the model, such as "resnet({ depth: 50 })".
                        Without it: the file's comment "// designer: EXPR", else the first function,
                        class or constant that builds a model
  --json                print one JSON object (docs/inspect.schema.json) instead of the summary
  --svg FILE            draw the model into FILE
  --batch-size N        measure the memory of a training step with N examples too (slower)
  --flops               count floating-point operations too: two for each multiply-accumulate, and
                        those of activations, sums, norms and pooling
  --time-limit SECONDS  stop code that runs longer (10)
  --memory-limit MB     stop code that takes more memory (2048)
  -h, --help            print this text
  -v, --version         print the version

Exit codes: 0 the model was read; 1 the model file is at fault, what could be read is still printed;
2 wrong usage; 3 the machine lacks something.
`;
