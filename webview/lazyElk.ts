/**
 * ELK, started in a worker of its own when something has to be placed by it. Its script is ten times as large as
 * the rest of the layout, and most networks come apart by cutting, so that it never gets a question.
 */
import Elk from 'elkjs/lib/elk-api.js';
import type { ElkLike, ElkNode } from '../src/layout/elk';

interface Started {
  readonly elk: ElkLike;
  /** Rejects when the worker breaks, which elkjs does not tell. */
  readonly broken: Promise<never>;
}

function start(script: string): Started {
  const url = URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
  const worker = new Worker(url);
  URL.revokeObjectURL(url);
  const broken = new Promise<never>((_, reject) => {
    worker.addEventListener('error', ({ message }) => reject(new Error(`ELK: ${message}`)));
  });
  broken.catch(() => undefined);
  return { elk: new Elk({ workerFactory: () => worker }), broken };
}

export class LazyElk implements ElkLike {
  readonly #script: () => Promise<string>;
  #started: Promise<Started> | undefined;

  /** @param script gives the text of ELK's worker. */
  constructor(script: () => Promise<string>) {
    this.#script = script;
  }

  async layout(graph: ElkNode): Promise<ElkNode> {
    this.#started ??= this.#script().then(start);
    const { elk, broken } = await this.#started;
    return Promise.race([elk.layout(graph), broken]);
  }
}
