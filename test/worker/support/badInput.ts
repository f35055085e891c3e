/** Cases of bad input: each with its failure, what was built so far, and a good inspection after it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { FailureCode } from '../../../src/protocol/failure';
import { classes, failureWith, goodText, importTf, useWorkbench, type Workbench } from './inspect';

/** What every case builds first. */
const before = `${importTf}const input = tf.input({ shape: [8, 8, 3] });
const first = tf.layers.conv2d({ filters: 4, kernelSize: 3 }).apply(input) as tf.SymbolicTensor;
`;
/** Number of the first line behind `before`. */
export const lineOf = before.split('\n').length;
const after = `\nexport const model = tf.model({ inputs: input, outputs: first });\n`;
/** The classes of `before`. */
export const built = 'InputLayer Conv2D';

/** The file that no case may write, as an expression of their code. */
export function evilFile({ folder }: Workbench): string {
  return JSON.stringify(path.join(folder, 'evil.txt'));
}

/** A workbench of which every inspection is followed by a good one, in the same processes. */
export function useBadInput(): Workbench {
  const workbench = useWorkbench();
  afterEach(async () => {
    const { graph, failures } = await workbench.inspect(goodText, '', { name: 'good.ts' });
    expect(failures).toEqual([]);
    expect(graph).toMatchObject({
      complete: true,
      parameters: { trainable: 112, nonTrainable: 0 },
    });
    expect(graph!.nodes.map(({ name }) => name)).toEqual([
      'conv2d_Conv2D1_input',
      'conv2d_Conv2D1',
      'flatten_Flatten1',
    ]);
    expect(existsSync(path.join(workbench.folder, 'evil.txt'))).toBe(false);
  });
  return workbench;
}

export interface Case {
  readonly name: string;
  readonly code: FailureCode;
  /** Put between the first layers and the model. */
  readonly text: string;
  /** Of the failure, counted from the first line of `text`. */
  readonly line?: number;
  readonly says: RegExp;
  readonly shows?: string;
}

/** A whole file around the text of a case. */
export function body(text: string): string {
  return before + text + after;
}

/** Runs cases; `EVIL` in their text is a file that must not come to be. */
export function runCases(workbench: Workbench, cases: readonly Case[]): void {
  test.each(cases)('$name', async ({ code, text, line = 1, says, shows = built }) => {
    const result = await workbench.inspect(body(text.replaceAll('EVIL', evilFile(workbench))));
    const { source, message, severity } = failureWith(result, code);
    expect(severity).toBe('error');
    expect(message).toMatch(says);
    expect(source).toMatchObject({
      file: path.join(workbench.folder, 'model.ts'),
      line: lineOf + line - 1,
    });
    expect(classes(result.graph)).toBe(shows);
  });
}
