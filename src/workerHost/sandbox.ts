/** How a worker process is started: which Node, under which permissions and limits. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

export interface WorkerLimits {
  /** For one inspection, in milliseconds. */
  readonly timeLimitMs: number;
  /** Of V8's heap, and of the whole process where the system tells its size, in megabytes. */
  readonly memoryLimitMB: number;
}

export interface WorkerOptions extends WorkerLimits {
  /** Absolute path of the worker's bundle. */
  readonly script: string;
  /** The Node.js program; empty for the one that runs this. */
  readonly nodePath: string;
}

/** Standard output and error together may not grow beyond this, in bytes. */
export const outputLimitBytes = 1024 * 1024;

/** `--permission` since 23.5 and in 22.13; before, the same under its experimental name. */
function permissionFlag(version: string): string {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const renamed = major > 23 || (major === 23 && minor >= 5) || (major === 22 && minor >= 13);
  return renamed ? '--permission' : '--experimental-permission';
}

/**
 * tfjs walks a model from its outputs by recursion, and a network of 1,202 layers is deep. In kilobytes; it
 * must stay well below the 8 MB that systems other than Windows give the main thread.
 */
const stackSizeKB = 3_900;

/**
 * Of each half of V8's young generation. All that building and analysing ResNet-152 makes fits into it, so
 * that nothing is collected before the worker has answered (see src/worker/idle.ts). In megabytes.
 */
const youngGenerationMB = 64;

/**
 * For a worker that inspects. One that profiles has V8's own size: garbage is a part of a training step, and is to be
 * collected as often as where the user trains.
 */
export const inspectArguments = [
  `--min-semi-space-size=${youngGenerationMB}`,
  `--max-semi-space-size=${youngGenerationMB}`,
] as const;

/** Arguments for Node itself: model code may read files, and nothing else. */
export function nodeArguments(version: string, memoryLimitMB: number): string[] {
  return [
    permissionFlag(version),
    '--allow-fs-read=*',
    '--disable-warning=ExperimentalWarning',
    // Room for the worker to stop by itself, on the line that takes the memory.
    `--max-old-space-size=${Math.round(memoryLimitMB * 1.2)}`,
    ...(process.platform === 'win32' ? [] : [`--stack-size=${stackSizeKB}`]),
  ];
}

/** Variables of VS Code's own processes would change how the worker runs; it gets none of them. */
export function cleanEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(VSCODE_|ELECTRON_|NODE_)/.test(name));
  // Inside desktop VS Code the program is Electron, which this turns into a plain Node.
  return { ...Object.fromEntries(kept), ELECTRON_RUN_AS_NODE: '1' };
}

const versions = new Map<string, Promise<string>>();

/** The version of a Node.js program. @throws when it cannot be run. */
export function versionOf(nodePath: string): Promise<string> {
  if (nodePath === '') return Promise.resolve(process.versions.node);
  const known = versions.get(nodePath);
  if (known !== undefined) return known;
  const asked = promisify(execFile)(nodePath, ['-p', 'process.versions.node'], {
    timeout: 5_000,
  }).then(({ stdout }) => stdout.trim());
  versions.set(nodePath, asked);
  asked.catch(() => versions.delete(nodePath));
  return asked;
}
