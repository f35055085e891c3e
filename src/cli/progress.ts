/** How far a profile is, on stderr: one line that changes in a terminal, a line for each stage elsewhere. */
import type { ProfileProgress } from '../protocol/compute';

const stages: Readonly<Record<ProfileProgress['stage'], string>> = {
  build: 'building the model',
  backend: 'starting the backend',
  roofs: "measuring the device's roofs",
  warmUp: 'warming up',
  measure: 'measuring the step',
  count: 'counting what the step does',
};

/** `measuring the step, 12 done`; how many there will be where that is known. */
function textOf({ stage, done, of }: ProfileProgress): string {
  const count = of > 1 ? `, ${done} of ${of}` : done > 0 ? `, ${done} done` : '';
  return `${stages[stage]}${count}`;
}

/** Back to the start of the line, which is erased. */
const erase = '\r\u001b[K';

export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #what = '';
  #stage = '';
  #shown = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  /** What the stages are of from now on, in front of them: `batch 4: `. */
  of(what: string): void {
    this.#what = what;
    this.#stage = '';
  }

  readonly show = (progress: ProfileProgress): void => {
    if (this.#stream.isTTY) {
      this.#stream.write(`${erase}profile: ${this.#what}${textOf(progress)}`);
      this.#shown = true;
    } else if (this.#stage !== progress.stage) {
      this.#stream.write(`profile: ${this.#what}${stages[progress.stage]}\n`);
    }
    this.#stage = progress.stage;
  };

  /** Makes room for other output on the stream. */
  readonly clear = (): void => {
    if (this.#shown) this.#stream.write(erase);
    this.#shown = false;
  };
}
