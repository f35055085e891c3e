/** The part of the inspector's page of a layer that tells how its counts come about. */
import type { GraphNode } from '../../src/model/graph';
import { copyText } from '../clipboard';
import { t } from '../l10n';
import type { Page } from '../page';
import { countRows, identityRows, layerText } from '../state/details';
import type { GraphIndex } from '../state/graphIndex';
import { Rows, Section } from './facts';

interface Props {
  readonly page: Page;
  readonly index: GraphIndex;
  readonly node: GraphNode;
}

export function Counting({ page, index, node }: Props) {
  return (
    <Section title={t('How it is counted')}>
      <div class="formulas" data-testid="formulas">
        <Rows rows={countRows(node)} />
      </div>
      <Rows rows={identityRows(node)} />
      <p class="facts-hint">
        {t('For one example. A MAC is one multiplication and one addition.')}
      </p>
      <button
        type="button"
        class="link"
        data-testid="copy-details"
        onClick={() => copyText(page, layerText(index, node), t('The layer'))}
      >
        {t('Copy all details')}
      </button>
    </Section>
  );
}
