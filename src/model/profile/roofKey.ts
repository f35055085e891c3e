/** What tells devices apart whose roofs are known. */
import type { BackendFacts } from '../../protocol/profile';

/**
 * The backend on its device, with everything that can change what they do at most: the driver, the libraries and their
 * versions, and how many processors there are.
 */
export function roofKey({ name, device, driver, versions }: BackendFacts, cores: number): string {
  const libraries = Object.entries(versions)
    .map(([library, version]) => `${library} ${version}`)
    .sort();
  return [name, device, driver, `${cores} cores`, ...libraries].join('; ');
}
