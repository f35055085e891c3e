/** The card beside the pointer, for the pointer alone: keys and labels tell the same. */
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface Pointed {
  /** CSS pixels of the window. */
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly lines: readonly string[];
}

export function PointerCard({ pointed: { x, y, title, lines } }: { readonly pointed: Pointed }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const card = element.current;
    if (card === null) return;
    const { offsetWidth: width, offsetHeight: height } = card;
    const left = x + 16 + width > window.innerWidth - 8 ? x - 12 - width : x + 16;
    const top = y + 16 + height > window.innerHeight - 8 ? y - 12 - height : y + 16;
    card.style.left = `${Math.max(8, left)}px`;
    card.style.top = `${Math.max(8, top)}px`;
  });
  return (
    <div class="tooltip" aria-hidden="true" data-testid="picture-card" ref={element}>
      <p class="tooltip-title">{title}</p>
      {lines.map((line) => (
        <p key={line} class="tooltip-note">
          {line}
        </p>
      ))}
    </div>
  );
}
