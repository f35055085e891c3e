/** How well the pictures of all samples read: no wire over a box, and few over each other. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ELK from 'elkjs/lib/elk.bundled.js';
import { expect, test } from 'vitest';
import { createLayout, treeOf } from '../../src/layout/layout';
import type { Picture } from '../../src/layout/picture';
import { groupsOf } from '../../src/layout/tree';
import { qualityOf } from '../unit/layout/quality';
import { root, uncancelled, useWorkbench } from './support/inspect';

interface Sample {
  readonly file: string;
  readonly entry: string;
}

const models = path.join(root, 'media/models');
const samples = JSON.parse(readFileSync(path.join(models, 'counts.json'), 'utf8')) as Sample[];
const workbench = useWorkbench();

/** Points in which wires cross, where there are any: with all groups open, and at first. */
const crossings: Readonly<Record<string, { readonly open: number; readonly first: number }>> = {
  'inceptionV1()': { open: 14, first: 14 },
  'bertBase()': { open: 12, first: 12 },
  'alphaStarTorso()': { open: 2, first: 2 },
  'evoformerBlock()': { open: 2, first: 2 },
};

const listsOf = ({ boxes, wires, skips }: Picture) => ({ boxes, wires, skips });

test.each(samples)('$file $entry reads well', async ({ file, entry }) => {
  const request = { file: path.join(models, file), entry, unsaved: new Map<string, string>() };
  const { graph } = await workbench.shared.inspect(request, uncancelled);
  const layout = createLayout(new ELK());
  const groups = groupsOf(treeOf(graph!).root);
  const withAll = (open: boolean) => Object.fromEntries(groups.map(({ id }) => [id, open]));
  const open = qualityOf(await layout.layout(graph!, withAll(true)));
  const closed = qualityOf(await layout.layout(graph!, withAll(false)));
  const first = qualityOf(await layout.layout(graph!, {}));
  const known = crossings[entry] ?? { open: 0, first: 0 };
  expect({ open, closed, first }).toEqual({
    open: { overBoxes: 0, skipsOverBoxes: 0, crossings: known.open },
    closed: { overBoxes: 0, skipsOverBoxes: 0, crossings: 0 },
    first: { overBoxes: 0, skipsOverBoxes: 0, crossings: known.first },
  });
});

test.each(samples)(
  '$file $entry is the same with all its blocks laid out',
  async ({ file, entry }) => {
    const request = { file: path.join(models, file), entry, unsaved: new Map<string, string>() };
    const { graph } = await workbench.shared.inspect(request, uncancelled);
    const groups = groupsOf(treeOf(graph!).root);
    const withAll = (open: boolean) => Object.fromEntries(groups.map(({ id }) => [id, open]));
    const [short, whole] = [true, false].map((shortens) => createLayout(new ELK(), { shortens }));
    for (const expansion of [{}, withAll(true), withAll(false)]) {
      const expected = listsOf(await whole!.layout(graph!, expansion));
      expect(listsOf(await short!.layout(graph!, expansion))).toEqual(expected);
    }
  },
);

test('unet() shows its four long skips when everything is closed', async () => {
  const file = path.join(models, 'unet.ts');
  const request = { file, entry: 'unet()', unsaved: new Map<string, string>() };
  const { graph } = await workbench.shared.inspect(request, uncancelled);
  const groups = groupsOf(treeOf(graph!).root);
  const closed = Object.fromEntries(groups.map(({ id }) => [id, false]));
  const { boxes, skips, wires } = await createLayout(new ELK()).layout(graph!, closed);
  expect(boxes.some((box) => box.type === 'group' && box.open)).toBe(false);
  expect(skips.map(({ kind }) => kind)).toEqual(['long', 'long', 'long', 'long']);
  const drawn = new Set(skips.map(({ id }) => id));
  expect(wires.filter(({ skip }) => drawn.has(skip ?? ''))).toHaveLength(4);
});
