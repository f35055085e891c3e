/** The edge of the inspector that it is resized by, with the pointer or the arrow keys. */
import { useRef } from 'preact/hooks';
import { t } from '../l10n';
import { narrow } from './useNarrow';

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Props {
  readonly size: Size;
  readonly least: Size;
  readonly most: Size;
  readonly onChange: (size: Partial<Size>) => void;
}

const step = 16;

export function Splitter({ size, least, most, onChange }: Props) {
  const drag = useRef<{ readonly at: number; readonly size: number } | null>(null);
  const axis = narrow.matches ? 'height' : 'width';
  const position = (event: PointerEvent): number =>
    narrow.matches ? event.clientY : event.clientX;
  return (
    <div
      class="splitter"
      role="separator"
      tabIndex={0}
      aria-label={t('Size of the inspector')}
      aria-orientation={narrow.matches ? 'horizontal' : 'vertical'}
      aria-valuenow={size[axis]}
      aria-valuemin={least[axis]}
      aria-valuemax={most[axis]}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { at: position(event), size: size[axis] };
      }}
      onPointerMove={(event) => {
        if (drag.current === null) return;
        onChange({ [axis]: drag.current.size + drag.current.at - position(event) });
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onKeyDown={(event) => {
        const larger = event.key === 'ArrowLeft' || event.key === 'ArrowUp';
        const smaller = event.key === 'ArrowRight' || event.key === 'ArrowDown';
        if (!larger && !smaller) return;
        event.preventDefault();
        onChange({ [axis]: size[axis] + (larger ? step : -step) });
      }}
    />
  );
}
