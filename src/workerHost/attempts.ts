/** How often a call is asked whose process died, which may be the process's fault or that of the code it ran. */
import type { Result } from '../protocol/failure';
import type { CheckedAnswer } from '../protocol/inspect';

export interface Attempt {
  readonly result: Result<CheckedAnswer>;
  /** Its process ended without an answer, maybe for what others left in it, or did to it. */
  readonly died: boolean;
  /** From the question to the result. */
  readonly ms: number;
}

/** A process that ends sooner was dead when it was asked: no code of the call has run in it. */
const deadAlreadyMs = 100;

/**
 * Asks once more after a death, because a process may die of what came before, and again for each
 * process that was found dead, of which no more than those that wait for work can be met in a row.
 * @param wanted whether somebody still waits for the answer.
 * @param waiting processes that wait for work.
 */
export async function untilAnswered(
  attempt: () => Promise<Attempt>,
  wanted: () => boolean,
  waiting: number,
): Promise<Result<CheckedAnswer>> {
  let found = 0;
  let deaths = 0;
  for (;;) {
    const { result, died, ms } = await attempt();
    if (!died || !wanted()) return result;
    if (ms < deadAlreadyMs && found < waiting) found++;
    else deaths++;
    if (deaths === 2) return result;
  }
}
