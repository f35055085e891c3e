/**
 * Limits that the worker holds user code to by itself. They are met inside the code that passes
 * them, so the failure stands on its line and everything built so far is kept; the host's own limits
 * come a little later, for code that no check runs in.
 */
import { told } from '../../model/sentence';
import type { InspectRequest } from '../../protocol/inspect';
import { DesignerStop } from '../errors';

/** Turns of loops between two looks at the clock. */
const turnsPerLook = 32;
const memoryLookMs = 20;
const megabyte = 1024 * 1024;
/** Taken before user code could take it away. */
const rss = process.memoryUsage.rss.bind(process.memoryUsage);

type Limits = Pick<InspectRequest, 'timeLimitMs' | 'memoryLimitMB' | 'outputLimitBytes'>;
type Write = typeof process.stdout.write;

export class Budget {
  readonly #limits: Limits;
  readonly #deadline: number;
  #lifted = false;
  #turns = 0;
  #nextMemoryLook = 0;
  #outputBytes = 0;
  #flood: DesignerStop | undefined;
  #floodThrown = false;

  constructor(limits: Limits) {
    this.#limits = limits;
    this.#deadline = performance.now() + limits.timeLimitMs;
  }

  /** What is built is run from now on, under other limits: the host's, and those of the device. */
  lift(): void {
    this.#lifted = true;
  }

  /** Called at every turn of a loop and every call of a function. @throws DesignerStop past a limit. */
  turn(): void {
    if (this.#flood !== undefined && !this.#floodThrown) this.#throwFlood(this.#flood);
    if (++this.#turns % turnsPerLook === 0 && !this.#lifted) this.#look(performance.now());
  }

  /** Milliseconds until the time limit. */
  get timeLeft(): number {
    return Math.max(1, this.#deadline - performance.now());
  }

  /** What stops code that runs, or waits, into the time limit. */
  overtime(waiting = false): DesignerStop {
    const seconds = this.#limits.timeLimitMs / 1000;
    return new DesignerStop(
      'time-limit',
      waiting
        ? told`This code was still waiting after ${seconds} s and was stopped. Wait for nothing in the code that builds the model, or raise the setting "resnetDesigner.inspect.timeLimitSeconds".`
        : told`This code was still running after ${seconds} s and was stopped. Give its loop a condition that ends it, or raise the setting "resnetDesigner.inspect.timeLimitSeconds".`,
    );
  }

  #look(now: number): void {
    if (now > this.#deadline) throw this.overtime();
    if (now < this.#nextMemoryLook) return;
    this.#nextMemoryLook = now + memoryLookMs;
    this.#lookAtMemory(0);
  }

  /** Called before the user's code makes an array of so many bytes. @throws DesignerStop past the limit. */
  allocate(bytes: number): void {
    if (bytes >= megabyte && !this.#lifted) this.#lookAtMemory(bytes);
  }

  #lookAtMemory(more: number): void {
    const limit = this.#limits.memoryLimitMB * megabyte;
    if (rss() + more <= limit) return;
    throw new DesignerStop(
      'out-of-memory',
      told`This code took more than ${this.#limits.memoryLimitMB} MB and was stopped. Keep data out of the code that builds the model, or raise the setting "resnetDesigner.inspect.memoryLimitMegabytes".`,
    );
  }

  #throwFlood(flood: DesignerStop): never {
    this.#floodThrown = true;
    // The stack has to be that of the loop, which console.log would have kept the error from.
    Error.captureStackTrace(flood);
    throw flood;
  }

  /** The flood of output that nothing was thrown for, since no loop of the user's was running. */
  get unthrown(): DesignerStop | undefined {
    return this.#floodThrown ? undefined : this.#flood;
  }

  /** Whether a chunk may still be printed. */
  #count(chunk: unknown): boolean {
    this.#outputBytes +=
      typeof chunk === 'string' || chunk instanceof Uint8Array ? chunk.length : 0;
    if (this.#outputBytes <= this.#limits.outputLimitBytes) return true;
    this.#flood ??= new DesignerStop(
      'output-flood',
      told`The code printed more than ${this.#limits.outputLimitBytes / megabyte} MB while the model was being built. Remove the printing from the code that builds the model.`,
    );
    return false;
  }

  /** Counts what is printed from now on; returns what ends the counting. */
  watchOutput(): () => void {
    const undo = [process.stdout, process.stderr].map((stream) => {
      const write: Write = stream.write.bind(stream);
      stream.write = ((...args: Parameters<Write>) =>
        this.#count(args[0]) ? write(...args) : true) as Write;
      return (): void => {
        Reflect.deleteProperty(stream, 'write');
      };
    });
    return () => undo.forEach((restore) => restore());
  }
}
