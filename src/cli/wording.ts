/** Failures in the words of the command line: their remedies name VS Code's settings otherwise. */
import type { Failure } from '../protocol/failure';

const replacements: readonly (readonly [string, string])[] = [
  ['raise the setting "resnetDesigner.inspect.timeLimitSeconds"', 'raise --time-limit'],
  ['raise the setting "resnetDesigner.inspect.memoryLimitMegabytes"', 'raise --memory-limit'],
  [
    'Set "resnetDesigner.worker.nodePath" to a Node.js of version 20.11 or later.',
    'Run resnet-designer with Node.js 20.11 or later.',
  ],
  [
    'Set "resnetDesigner.worker.nodePath" to a Node.js of version 20.12 or later.',
    'Run resnet-designer with Node.js 20.12 or later.',
  ],
  [
    'Select a Python interpreter that has TensorFlow 2.15 or later, or run "ResNet Designer: Install TensorFlow Library…".',
    'Install it with "pip install tensorflow" for the python3 on PATH, or name its folder with --tensorflow.',
  ],
  [
    'Run "ResNet Designer: Install TensorFlow Library…"',
    'Install it with "pip install tensorflow" for the python3 on PATH',
  ],
  ["VS Code's own Node.js", 'this Node.js'],
  ['run "Inspect Again"', 'run the command again'],
  ['Run "Inspect Again"', 'Run the command again'],
];

/** In English, which is what the command line speaks. */
export function inTerminalWords({ sentence: _, ...failure }: Failure): Failure {
  const message = replacements.reduce(
    (text, [editor, terminal]) => text.replaceAll(editor, terminal),
    failure.message,
  );
  return { ...failure, message };
}
