/** Which backends work here, for people to choose from. */
import { backendNames, type BackendState } from '../../protocol/profile';
import type { BackendResources } from './backend';
import { openBackend } from './open';

/**
 * Opens every backend, the best first. None of them is meant to stay the active one: open the chosen one afterwards.
 * TensorFlow's library takes some hundred MB, so this is for a process that ends.
 */
export async function probeBackends(resources: BackendResources): Promise<BackendState[]> {
  const states: BackendState[] = [];
  for (const name of backendNames) {
    const opened = await openBackend(name, resources);
    states.push(
      opened.ok
        ? { name, ok: true, facts: opened.value.facts }
        : { name, ok: false, failure: opened.failure },
    );
  }
  return states;
}
