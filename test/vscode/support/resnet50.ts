/** The sample that most tests of the editor look at. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openByLens, type DesignerView } from './designer';
import type { useEditor } from './useEditor';
import type { Workbench } from './workbench';

/** The folder of the samples. */
export const models = fileURLToPath(new URL('../../../media/models', import.meta.url));

const lines = readFileSync(path.join(models, 'resnet50.ts'), 'utf8').split('\n');

/** The line of resnet50.ts that holds `text`, from 1. */
export function lineOf(text: string): number {
  const index = lines.findIndex((line) => line.includes(text));
  if (index === -1) throw new Error(`no line holds "${text}"`);
  return index + 1;
}

/** ResNet-50 in its designer, drawn. */
export async function openResnet50(
  open: ReturnType<typeof useEditor>,
): Promise<[Workbench, DesignerView]> {
  const workbench = await open({ folder: models, file: 'resnet50.ts' });
  const view = await openByLens(workbench, 0);
  await view.waitForTrainable(25_557_032);
  return [workbench, view];
}
