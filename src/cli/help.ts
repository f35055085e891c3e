/** What `resnet-designer --help` prints; docs/command-line.md says it at length. */
export const help = `Usage: resnet-designer inspect FILE [options]
       resnet-designer profile FILE [options]
       resnet-designer samples FOLDER [options]

inspect reads a TensorFlow.js model from a TypeScript or JavaScript file, without allocating a weight,
and prints its layers, parameters, multiply-accumulates and skip connections. profile runs a step of it
on this machine and prints where its time and memory go. samples draws every sample network into FOLDER,
one picture each.

Options of inspect and profile:
  --entry EXPR          the expression that builds the model, such as "resnet({ depth: 50 })".
                        Without it: the file's comment "// designer: EXPR", else the first function,
                        class or constant that builds a model
  --json                print one JSON object (docs/inspect.schema.json, docs/profile.schema.json)
                        instead of the summary
  --memory-limit MB     stop code that takes more memory (inspect 2048, profile 4096)

Options of inspect:
  --svg FILE            draw the model into FILE: as vectors,
  --png FILE            or as pixels
  --mermaid FILE        write it into FILE as a Mermaid flowchart
  --markdown FILE       write its table of layers into FILE: Markdown,
  --latex FILE          LaTeX with booktabs,
  --csv FILE            or every layer as a line of CSV; "-" as FILE is stdout, without the summary
  --batch-size N        measure the memory of a training step with N examples too (slower)
  --flops               count floating-point operations too: two for each multiply-accumulate, and
                        those of activations, sums, norms and pooling
  --time-limit SECONDS  stop code that runs longer (10)

Options of inspect and samples:
  --boxes N             open groups level by level only as long as a picture has at most N boxes
  --theme NAME          colours of pictures: light or dark (light)
  --heat NAME           colour the boxes of pictures by parameters, macs, activation (bytes) or
                        receptive (field) instead of the families of layers
  --scale N             size of a PNG: N pixels for one of the picture's own (1)

Option of samples:
  --format NAME         what samples are drawn as: svg or png (svg)

Options of profile:
  --backend NAME        tensorflow, webgpu, wasm or cpu (the best that works)
  --fused               with fused kernels of TensorFlow itself, which a run of your own has not
  --tensorflow FOLDER   where TensorFlow's library is (of the python3 on PATH)
  --measure-roofs       measure anew what the device can do at most, which is kept for a week
  --batch N             examples in the step (1)
  --batches N,N,...     measure steps with these batches too, and which is the largest that fits
  --mode MODE           train or infer (train)
  --loss NAME           meanSquaredError, categoricalCrossentropy, sparseCategoricalCrossentropy or
                        binaryCrossentropy (of the file's compile, else by the output's activation)
  --optimizer NAME      sgd, momentum, rmsprop or adam (of the file's compile, else sgd)
  --seed N              of weights and inputs (1)
  --spread R            repeat until the median is sure to this share of it (0.02),
  --time-limit SECONDS  or for so long (10)
  --save FILE           write the profile into FILE: the editor opens it, --compare reads it
  --compare FILE        print what changed since the profile in FILE
  --trace FILE          write the step as a trace that Perfetto and chrome://tracing open
  --markdown FILE       write the slowest layers and the advice as Markdown,
  --csv FILE            or every layer as a line of CSV; "-" as FILE is stdout, without the summary

  -h, --help            print this text
  -v, --version         print the version

Exit codes: 0 the model was read or profiled; 1 the model file is at fault, what could be read is still
printed; 2 wrong usage; 3 the machine lacks something.
`;
