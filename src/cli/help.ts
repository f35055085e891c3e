/** What `resnet-designer --help` prints; docs/command-line.md says it at length. */
export const help = `Usage: resnet-designer inspect FILE [options]
       resnet-designer samples FOLDER [--format svg|png] [--boxes N] [--theme NAME] [--scale N]
                                        [--heat NAME]

inspect reads a TensorFlow.js model from a TypeScript or JavaScript file, without allocating a weight,
and prints its layers, parameters, multiply-accumulates and skip connections. samples draws every
sample network into FOLDER, one picture each.

Options:
  --entry EXPR          the expression that builds the model, such as "resnet({ depth: 50 })".
                        Without it: the file's comment "// designer: EXPR", else the first function,
                        class or constant that builds a model
  --json                print one JSON object (docs/inspect.schema.json) instead of the summary
  --svg FILE            draw the model into FILE: as vectors,
  --png FILE            or as pixels
  --mermaid FILE        write it into FILE as a Mermaid flowchart
  --markdown FILE       write its table of layers into FILE: Markdown,
  --latex FILE          LaTeX with booktabs,
  --csv FILE            or every layer as a line of CSV; "-" as FILE is stdout, without the summary
  --boxes N             open groups level by level only as long as a picture has at most N boxes
  --theme NAME          colours of pictures: light or dark (light)
  --heat NAME           colour the boxes of pictures by parameters, macs, activation (bytes) or
                        receptive (field) instead of the families of layers
  --scale N             size of a PNG: N pixels for one of the picture's own (1)
  --format NAME         what samples are drawn as: svg or png (svg)
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
