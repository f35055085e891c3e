/** A skip while it is analysed, its nodes as numbers. */
import type { SkipKind } from '../graph';
import type { Branch } from './branches';

export interface Found {
  readonly kind: SkipKind;
  readonly fork: number;
  readonly merge: number;
  readonly shortcut: Branch;
  /** The residual branch. */
  readonly branch: Branch;
}
