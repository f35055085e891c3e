/** A number in a table, with its share of the whole, and that as a bar. */
import { percent } from '../state/words';

interface Props {
  readonly text: string;
  /** Of the whole, from 0 to 1. */
  readonly share: number;
  /** How long the bar is, from 0 to 1; none where it is not known. */
  readonly length: number | undefined;
}

export function BarCell({ text, share, length }: Props) {
  return (
    <span class="grid-bar">
      <span>{text}</span>
      <span class="share-percent">{percent(share)}</span>
      {length !== undefined && (
        <span class="share-bar" aria-hidden="true">
          <span class="share-filled" style={{ width: `${Math.min(100, length * 100)}%` }} />
        </span>
      )}
    </span>
  );
}
