/** The built command line as its users start it: a process of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from './repository';

const dist = path.join(repositoryRoot, 'dist');

export const cliFile = path.join(dist, 'cli.js');

/** What the program keeps for later is kept among the tests' own files. */
export const cliEnvironment: NodeJS.ProcessEnv = {
  ...process.env,
  XDG_CACHE_HOME: path.join(repositoryRoot, 'test', 'artifacts', 'cache'),
  LOCALAPPDATA: path.join(repositoryRoot, 'test', 'artifacts', 'cache'),
};

export interface Run {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly folder?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Another copy of the built program. */
  readonly program?: string;
}

function modifiedAt(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestSource(): number {
  const sources = readdirSync(path.join(repositoryRoot, 'src'), { recursive: true });
  const files = sources.map((name) => path.join(repositoryRoot, 'src', String(name)));
  return Math.max(...[...files, path.join(repositoryRoot, 'package.json')].map(modifiedAt));
}

/** Builds the program and its worker where the sources are newer. */
export function ensureCli(): void {
  const built = [cliFile, path.join(dist, 'inspect-worker.js')].map(modifiedAt);
  if (Math.min(...built) >= newestSource()) return;
  const args = ['scripts/build.mjs', 'cli', 'worker'];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: repositoryRoot });
  if (status !== 0) throw new Error(`The build failed: ${stderr.toString()}`);
}

/** Runs the command line to its end. */
export function runCli(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { folder = repositoryRoot, env = cliEnvironment, program = cliFile } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
