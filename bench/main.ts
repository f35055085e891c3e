/** `npm run bench`: prints a table and writes bench/results.json. */
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { benchActivation } from './activation';
import { benchEditor } from './editor';
import { benchInspect } from './inspect';
import { row, table, type Row } from './row';

async function packageSize(root: string): Promise<Row> {
  const { size } = await stat(path.join(root, 'dist', 'resnet-designer.vsix'));
  return row('VSIX size', size / 2 ** 20, 'MB');
}

const root = process.cwd();
const rows = [
  ...(await benchInspect(root)),
  ...(await benchEditor(root)),
  ...(await benchActivation(root)),
  await packageSize(root),
];
await writeFile(path.join(root, 'bench', 'results.json'), `${JSON.stringify(rows, null, 2)}\n`);
console.log(table(rows));
