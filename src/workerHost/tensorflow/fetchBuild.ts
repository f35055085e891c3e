/** Fetches wheels with pip and unpacks a part of them. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { told, type Told } from '../../model/sentence';
import { fail, ok, type FailureCode, type Result } from '../../protocol/failure';
import { run, type Ran } from './run';
import type { LibraryBuild } from './builds';

export interface FetchProgress {
  readonly stage: 'download' | 'unpack';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export interface FetchOptions {
  /** An interpreter with pip. */
  readonly python: string;
  readonly build: LibraryBuild;
  /** An empty folder; what is kept lies in it afterwards, by its path in the wheels. */
  readonly folder: string;
  /** Expressions of Python that the paths to keep begin with. */
  readonly kept: readonly string[];
  readonly onProgress?: (progress: FetchProgress) => void;
  readonly signal?: AbortSignal;
}

const pollMs = 200;

function bytesIn(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true }).reduce((sum, entry) => {
      if (!entry.isFile()) return sum;
      return sum + statSync(path.join(entry.parentPath, entry.name)).size;
    }, 0);
  } catch {
    // A file went away between the list and the look at it.
    return 0;
  }
}

/** Runs `work` and tells how far what it writes has grown, since no pip but the newest tells it. */
async function watched<T>(
  { onProgress }: FetchOptions,
  stage: FetchProgress['stage'],
  written: () => number,
  totalBytes: number,
  work: () => Promise<T>,
): Promise<T> {
  let most = 0;
  const tell = () => {
    most = Math.max(most, Math.min(written(), totalBytes));
    onProgress?.({ stage, doneBytes: most, totalBytes });
  };
  tell();
  const timer = onProgress === undefined ? undefined : setInterval(tell, pollMs);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function failed(code: FailureCode, words: Told, detail = ''): Result<never> {
  return fail({ code, severity: 'error', ...words, ...(detail === '' ? {} : { detail }) });
}

/** The line that says most of what pip printed. */
function reasonOf({ stdout, stderr }: Ran): string | Told {
  const lines = `${stdout}\n${stderr}`.split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => /^(ERROR|error)\b|No module named|Error:/.test(line));
  return errors[0] ?? lines.filter((line) => line !== '').at(-1) ?? told`it gave no reason`;
}

function outcome(ran: Ran, what: Told, signal: AbortSignal | undefined): Result<void> {
  if (signal?.aborted === true) return failed('cancelled', told`The installation was cancelled.`);
  if (ran.code === 0) return ok(undefined);
  const detail = `${ran.stdout}\n${ran.stderr}`.trim();
  if (ran.code === undefined) {
    return failed(
      'install-failed',
      told`The Python interpreter could not be started: ${ran.stderr}`,
    );
  }
  const words = told`${what} failed: ${reasonOf(ran)}. Check the connection to the package index and the space on the disk, then try again.`;
  return failed('install-failed', words, detail);
}

async function download(options: FetchOptions, folder: string): Promise<Result<void>> {
  const { python, build, signal } = options;
  await mkdir(folder);
  const requirements = path.join(folder, 'requirements.txt');
  const lines = build.wheels.map(
    ({ name, version, sha256 }) => `${name}==${version} --hash=sha256:${sha256}\n`,
  );
  await writeFile(requirements, lines.join(''));
  const args = [
    ...['-m', 'pip', 'download', '--no-deps', '--require-hashes', '--only-binary=:all:'],
    ...['--python-version', build.python, '--implementation', 'cp'],
    ...build.platforms.flatMap((platform) => ['--platform', platform]),
    ...['--dest', folder, '--no-cache-dir', '--no-input', '--progress-bar', 'off'],
    ...['--disable-pip-version-check', '--requirement', requirements],
  ];
  // pip downloads into its temporary folder first; here what it has can be seen, and goes with the rest.
  const env = { ...process.env, TMPDIR: folder, TEMP: folder, TMP: folder };
  const ran = await run(python, args, { env, ...(signal && { signal }) });
  return outcome(ran, told`Downloading TensorFlow with pip`, signal);
}

/** Python's own library reads zip files of any size; Node.js has none. */
const unpackScript = `
import os, re, shutil, sys, zipfile
downloads, target, *kept = sys.argv[1:]
wanted = re.compile('|'.join('(?:%s)' % each for each in kept))
for wheel in os.listdir(downloads):
    if not wheel.endswith('.whl'):
        continue
    path = os.path.join(downloads, wheel)
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            if info.is_dir() or not wanted.match(info.filename):
                continue
            place = os.path.join(target, *info.filename.split('/'))
            os.makedirs(os.path.dirname(place), exist_ok=True)
            with archive.open(info) as source, open(place, 'wb') as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
`;

async function unpack(options: FetchOptions, downloads: string): Promise<Result<void>> {
  const { python, folder, kept, signal } = options;
  const args = ['-c', unpackScript, downloads, folder, ...kept];
  const ran = await run(python, args, signal === undefined ? {} : { signal });
  return outcome(ran, told`Unpacking TensorFlow`, signal);
}

/**
 * Fetches wheels, checked against their SHA-256, and keeps a part of them.
 * @returns `install-failed` with pip's own words, or `cancelled`; the folder may then hold anything.
 */
export async function fetchBuild(options: FetchOptions): Promise<Result<void>> {
  const { folder, build } = options;
  const downloads = path.join(folder, 'download');
  try {
    const fetched = () => bytesIn(downloads);
    const downloaded = await watched(options, 'download', fetched, build.downloadBytes, () =>
      download(options, downloads),
    );
    if (!downloaded.ok) return downloaded;
    const unpacked = () => bytesIn(folder) - fetched();
    return await watched(options, 'unpack', unpacked, build.keptBytes, () =>
      unpack(options, downloads),
    );
  } finally {
    rmSync(downloads, { recursive: true, force: true });
  }
}
