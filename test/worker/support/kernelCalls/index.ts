/** For every kernel of the cpu backend, random inputs and attributes that it accepts. */
import { arrayCalls } from './arrays';
import { elementwiseCalls } from './elementwise';
import { linearCalls } from './linear';
import type { Maker } from './makers';
import { windowCalls } from './windows';

export const kernelCalls: ReadonlyMap<string, Maker> = new Map([
  ...elementwiseCalls,
  ...arrayCalls,
  ...windowCalls,
  ...linearCalls,
]);
