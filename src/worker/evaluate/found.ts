/** Which of the things that were built is the model to show. */
import { Container, type core, SymbolicTensor } from '../tfjs/library';
import { isTensor } from '../trace/operations';
import type { Trace } from '../trace/trace';

/** A finished model, or output tensors of layers that no model was made of. */
export type Found = Container | readonly SymbolicTensor[];

/** The tensors that a function of tensors gave, alone, in a list or by name. */
export function findTensors(value: unknown): core.Tensor[] {
  try {
    if (isTensor(value)) return [value];
    if (typeof value !== 'object' || value === null) return [];
    const parts: unknown[] = Object.values(value);
    return parts.filter(isTensor);
  } catch {
    // Getters and proxies of the user's run when a value is looked at.
    return [];
  }
}

function inValue(value: unknown): Found | undefined {
  if (value instanceof Container) return value;
  if (value instanceof SymbolicTensor) return [value];
  if (typeof value !== 'object' || value === null) return undefined;
  const parts: unknown[] = Object.values(value);
  const model = parts.find((part) => part instanceof Container);
  if (model !== undefined) return model;
  const tensors = parts.filter((part) => part instanceof SymbolicTensor);
  return tensors.length > 0 ? tensors : undefined;
}

/** The last model that was built anywhere; those applied as a layer are parts of another one. */
export function lastModel(trace: Trace): Container | undefined {
  const applied = new Set<object>(trace.applications.map(({ layer }) => layer));
  const models = trace.models.filter((model) => model instanceof Container);
  return models.findLast((model) => !applied.has(model)) ?? models.at(-1);
}

/** The model, or the tensors, in what the entry expression gave. */
export function findModel(value: unknown): Found | undefined {
  try {
    return inValue(value);
  } catch {
    // Getters and proxies of the user's run when a value is looked at.
    return undefined;
  }
}
