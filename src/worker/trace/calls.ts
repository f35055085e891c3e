/** Which of the user's functions are running: the instrumented code reports each call. */

/** One call of one function; lives as long as a layer refers to it. */
export interface Call {
  readonly functionId: number;
  readonly caller: Call | null;
}

export class CallTracker {
  #current: Call | null = null;

  /** The innermost call that is running. */
  get current(): Call | null {
    return this.#current;
  }

  enter(functionId: number): Call {
    this.#current = { functionId, caller: this.#current };
    return this.#current;
  }

  exit(call: Call): void {
    this.#current = call.caller;
  }
}
