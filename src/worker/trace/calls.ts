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

  /** The innermost call that is running. */
  get current(): Call | null {
    return this.#current;
  }

  enter(functionId: number): Call {
    this.#current = { functionId, caller: this.#current };
    return this.#current;
  }

  exit(call: Call): void {
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
    this.#paused.add(call);
    return value;
  }

  /** An async call goes on with `value`. */
  resume<T>(call: Call, value: T): T {
    this.#current = call;
    return value;
  }
}
