/** A place in the source, `resnet50.ts:42`, that the editor goes to. */
import type { SourcePlace } from '../../src/protocol/failure';
import type { Page } from '../page';
import { baseName } from '../state/words';

interface Props {
  readonly place: SourcePlace;
  readonly page: Page;
  readonly testId?: string;
}

export function PlaceLink({ place, page, testId }: Props) {
  return (
    <button
      type="button"
      class="link place"
      data-testid={testId}
      title={`${place.file}:${place.line}:${place.column}`}
      onClick={() => page.host.post('reveal', { place, focus: true })}
    >
      {baseName(place.file)}:{place.line}
    </button>
  );
}
