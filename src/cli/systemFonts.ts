/** Fonts of the machine for the characters that the shipped font lacks: ideographs, emoji, scripts of few readers. */
import { open, readdir, readFile, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { coverageOf, covers, type ReadAt } from './fontCoverage';

/** The folders that the system's own programs look for fonts in. */
export function fontFolders(
  platform: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home = os.homedir(),
): readonly string[] {
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'] ?? path.join(home, 'AppData', 'Local');
    const windows = env['WINDIR'] ?? 'C:\\Windows';
    return [path.join(windows, 'Fonts'), path.join(local, 'Microsoft', 'Windows', 'Fonts')];
  }
  if (platform === 'darwin')
    return ['/System/Library/Fonts', '/Library/Fonts', path.join(home, 'Library', 'Fonts')];
  const data = env['XDG_DATA_HOME'] ?? path.join(home, '.local', 'share');
  const own = [path.join(data, 'fonts'), path.join(home, '.fonts')];
  return ['/usr/share/fonts', '/usr/local/share/fonts', ...own];
}

/** More are not looked at, and no larger one is read: the renderer has 4 GiB for all of them and the picture. */
const mostFiles = 4_000;
const largestBytes = 96 * 1024 * 1024;

async function fontFilesIn(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names
      .filter((name) => /\.(ttf|otf|ttc|otc)$/i.test(name))
      .map((n) => path.join(folder, n));
  } catch {
    // Most of the folders are not there, and some may not be read.
    return [];
  }
}

/** Upright ones of a common weight and without serifs first, as the shipped font is. */
function rank(file: string): number {
  const name = path.basename(file);
  const isOther = /bold|italic|oblique|black|thin|light|condensed|mono/i.test(name);
  return (
    (isOther ? 2 : 0) + (/serif|mincho|song|ming/i.test(name.replace(/sans.?serif/i, '')) ? 1 : 0)
  );
}

async function coverage(file: string) {
  if ((await stat(file)).size > largestBytes) return [];
  const handle = await open(file, 'r');
  const read: ReadAt = async (offset, length) => {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  };
  try {
    return await coverageOf(read);
  } finally {
    await handle.close();
  }
}

export interface FoundFonts {
  readonly buffers: readonly Uint8Array[];
  /** Characters that no font has. */
  readonly missing: readonly string[];
}

async function readWhere(file: string, wanted: readonly string[]) {
  try {
    const ranges = await coverage(file);
    const found = wanted.filter((character) => covers(ranges, character));
    return found.length === 0 ? undefined : { found, bytes: await readFile(file) };
  } catch {
    // A font that may not be read, or that is gone, is no reason to draw nothing.
    return undefined;
  }
}

/**
 * Fonts that have the characters between them. Files are looked at one by one until all are found, and only the
 * table of characters of each is read.
 */
export async function fontsFor(
  characters: readonly string[],
  folders: readonly string[] = fontFolders(),
): Promise<FoundFonts> {
  if (characters.length === 0) return { buffers: [], missing: [] };
  const all = (await Promise.all(folders.map(fontFilesIn))).flat();
  const files = all.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostFiles);
  const buffers: Uint8Array[] = [];
  let missing = characters;
  for (const file of files) {
    if (missing.length === 0) break;
    const font = await readWhere(file, missing);
    if (font === undefined) continue;
    buffers.push(font.bytes);
    missing = missing.filter((character) => !font.found.includes(character));
  }
  return { buffers, missing };
}
