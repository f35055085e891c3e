/** Which of the user's functions are running: the instrumented code reports each call. */

/** One call of one function; lives as long as a layer refers to it. */
export interface Call {
  readonly functionId: number;
  readonly caller: Call | null;
}

export class CallTracker {
  #current: Call | null = null;
  /** Calls of async functions that have waited: whoever called them has gone on since. */
  readonly #paused = new WeakSet<Call>();
  /** Code that finds what the instrumented code reports to can report calls that were never made. */
  readonly #made = new WeakSet<Call>();

  /** The innermost call that is running. */
  get current(): Call | null {
    return this.#current;
  }

  enter(functionId: number): Call {
    const call = { functionId, caller: this.#current };
    this.#made.add(call);
    this.#current = call;
    return call;
  }

  exit(call: Call): void {
    if (!this.#made.has(call)) return;
    this.#current = this.#paused.has(call) ? null : call.caller;
  }

  /** Runs `run` as if nobody had called it: what is recorded in it has a hierarchy of its own. */
  detached<T>(run: () => T): T {
    const before = this.#current;
    this.#current = null;
    try {
      return run();
    } finally {
      this.#current = before;
    }
  }

  /** An async call is about to wait for `value`. */
  pause<T>(call: Call, value: T): T {
    this.exit(call);
    if (this.#made.has(call)) this.#paused.add(call);
    return value;
  }

  /** An async call goes on with `value`. */
  resume<T>(call: Call, value: T): T {
    if (this.#made.has(call)) this.#current = call;
    return value;
  }
}
