/** What the command line was started in. */
import type { PngParts } from './png';

export interface Surroundings {
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Absolute path of the inspect worker's bundle. */
  readonly worker: string;
  /** Absolute path of the compute worker's bundle. */
  readonly computeWorker: string;
  /** Absolute path of the folder with the sample networks. */
  readonly samples: string;
  readonly png: PngParts;
  /** The product with its version. */
  readonly tool: string;
  /** Resolves when the user wants the work to stop. */
  readonly cancelled: Promise<void>;
}
