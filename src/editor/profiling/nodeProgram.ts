/** The Node.js that profiles run in: Electron's own forbids what the webgpu backend needs. */
import { access, constants } from 'node:fs/promises';
import path from 'node:path';

/** A program on PATH. */
async function onPath(name: string): Promise<string | undefined> {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    const runs = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (folder !== '' && runs) return file;
  }
  return undefined;
}

let found: Promise<string | undefined> | undefined;

/**
 * The setting's program, else a plain Node.js on PATH where this is Electron, else the one that runs this.
 * @returns an empty string for the last.
 */
export async function nodeProgram(chosen: string): Promise<string> {
  if (chosen !== '' || process.versions['electron'] === undefined) return chosen;
  found ??= onPath(process.platform === 'win32' ? 'node.exe' : 'node');
  return (await found) ?? '';
}
