/** What went wrong, or has to be known, in one line. */
import { wordsIn } from '../../src/model/sentence';
import type { Failure } from '../../src/protocol/failure';
import { t } from '../l10n';
import type { Page } from '../page';
import { SeverityIcon } from '../ui/icons';
import { PlaceLink } from '../ui/PlaceLink';

interface Props {
  readonly page: Page;
  readonly failure: Failure;
}

export function FailureNote({ page, failure }: Props) {
  const { severity, source, code } = failure;
  return (
    <p class="profile-note" data-testid="profile-failure" data-code={code}>
      <SeverityIcon severity={severity} />
      <span>
        {wordsIn(t, failure)}{' '}
        {source && <PlaceLink place={source} page={page} testId="profile-place" />}
      </span>
    </p>
  );
}
