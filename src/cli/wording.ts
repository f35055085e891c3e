/** Failures in the words of the command line: their remedies name VS Code's settings otherwise. */
import type { Failure } from '../protocol/failure';

const replacements: readonly (readonly [string, string])[] = [
  ['raise the setting "resnetDesigner.inspect.timeLimitSeconds"', 'raise --time-limit'],
  ['raise the setting "resnetDesigner.inspect.memoryLimitMegabytes"', 'raise --memory-limit'],
  [
    'Set "resnetDesigner.worker.nodePath" to a Node.js of version 20.11 or later.',
    'Run resnet-designer with Node.js 20.11 or later.',
  ],
  ["VS Code's own Node.js", 'this Node.js'],
  ['run "Inspect Again"', 'run the command again'],
  ['Run "Inspect Again"', 'Run the command again'],
];

export function inTerminalWords(failure: Failure): Failure {
  const message = replacements.reduce(
    (text, [editor, terminal]) => text.replaceAll(editor, terminal),
    failure.message,
  );
  return { ...failure, message };
}
