/** The designer with a graph of any size open in a real VS Code, for its frames to be timed. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { openByLens, type DesignerView } from '../test/vscode/support/designer';
import type { Editor } from '../test/vscode/support/editor';
import type { Workbench } from '../test/vscode/support/workbench';
import type { Surface } from './frameTimes';

const file = 'chains.ts';
const openLimitMs = 120_000;
const settleMs = 5_000;

/** Chains of residual blocks, from one input to one output, so that they are drawn side by side: `count` layers. */
function modelText(count: number): string {
  const rows = Math.max(4, Math.round(Math.sqrt(count * 3)));
  const lengths = Array.from({ length: Math.ceil(count / rows) }, (_, column) =>
    Math.min(rows, count - column * rows),
  );
  return `import * as tf from '@tensorflow/tfjs';

function layer(row: number, x: tf.SymbolicTensor, fork: tf.SymbolicTensor): tf.SymbolicTensor {
  const kinds = [
    () => tf.layers.conv2d({ filters: 8, kernelSize: 1 }).apply(x),
    () => tf.layers.batchNormalization().apply(x),
    () => tf.layers.reLU().apply(x),
    () => tf.layers.add().apply([x, fork]),
  ];
  return kinds[row % 4]!() as tf.SymbolicTensor;
}

function chain(input: tf.SymbolicTensor, length: number): tf.SymbolicTensor {
  let [x, fork] = [input, input];
  for (let row = 0; row < length; row++) {
    x = layer(row, x, fork);
    if (row % 4 === 3) fork = x;
  }
  return x;
}

export function chains(): tf.LayersModel {
  const input = tf.input({ shape: [4, 4, 8] });
  const all = [${lengths.join(', ')}].map((length) => chain(input, length));
  const outputs = tf.layers.concatenate().apply(all) as tf.SymbolicTensor;
  return tf.model({ inputs: input, outputs });
}
`;
}

/** All groups open, in a window that has nothing else, and the whole graph in it. */
async function openWhole(workbench: Workbench): Promise<DesignerView> {
  const view = await openByLens(workbench, 0);
  await workbench.tab(`Designer: ${file}`).click();
  // The page takes the keyboard a while after its tab was clicked, and a palette that is open then is closed by it.
  await workbench.page.waitForTimeout(settleMs);
  await workbench.runCommand('View: Maximize Editor Group and Hide Side Bars');
  await workbench.runCommand('ResNet Designer: Expand All Groups');
  await view.frame.locator('.scene-canvas').waitFor({ timeout: openLimitMs });
  await workbench.page.waitForTimeout(settleMs);
  await workbench.runCommand('ResNet Designer: Fit Graph to Window');
  await workbench.page.waitForTimeout(settleMs);
  return view;
}

async function surfaceOf({ page }: Workbench, { stage }: DesignerView): Promise<Surface> {
  const [box, handle] = [await stage.boundingBox(), await stage.elementHandle()];
  const frame = await handle.ownerFrame();
  if (box === null || frame === null) throw new Error('The designer has no graph.');
  return { page, frame, middle: { x: box.x + box.width / 2, y: box.y + box.height / 2 } };
}

/** Calls `use` with the webview's graph of `count` layers, all of it in sight, and closes the window again. */
export async function withWholeGraph<Result>(
  editor: Editor,
  count: number,
  use: (surface: Surface) => Promise<Result>,
): Promise<Result> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'resnet-designer-frames-'));
  try {
    await writeFile(path.join(folder, file), modelText(count));
    const workbench = await editor.open({ folder, file });
    try {
      return await use(await surfaceOf(workbench, await openWhole(workbench)));
    } finally {
      await workbench.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
