/** What stands in the graph's place before the first picture. */
import type { Failure } from '../../src/protocol/failure';
import { t } from '../l10n';
import type { Page } from '../page';
import type { UiState } from '../state/uiState';
import { failuresOf } from './Banner';
import { Icon, type IconName } from './icons';

interface Words {
  readonly kind: string;
  readonly icon: IconName;
  readonly title: string;
  readonly text: string;
  /** Whether a sample is offered to start from. */
  readonly samples?: boolean;
}

const untrusted: Words = {
  kind: 'untrusted',
  icon: 'lock',
  title: t('This workspace is not trusted'),
  text: t('To draw a model its file has to be run. Trust the workspace to see the network.'),
};

const noModel: Words = {
  kind: 'no-model',
  icon: 'network',
  title: t('No model found'),
  text: t(
    'Choose or type the expression that builds the model above, such as resnet50(), or add a function that returns tf.model(…) or tf.sequential(…) to the file.',
  ),
  samples: true,
};

const failed: Words = {
  kind: 'failed',
  icon: 'error',
  title: t('No picture yet'),
  text: t(
    'The file could not be drawn; the message above says why. It is tried again with every edit.',
  ),
  samples: true,
};

const working: Words = {
  kind: 'working',
  icon: 'network',
  title: t('Building the model…'),
  text: t('Only its shapes are computed: no weights are allocated and nothing is trained.'),
};

function wordsFor(state: UiState, worst: Failure | undefined): Words {
  if (worst?.code === 'workspace-untrusted') return untrusted;
  if (worst?.code === 'no-model') return noModel;
  if (worst !== undefined && state.designer?.busy !== true) return failed;
  return working;
}

interface Props {
  readonly page: Page;
  readonly state: UiState;
}

export function EmptyState({ page, state }: Props) {
  const words = wordsFor(state, failuresOf(state)[0]);
  return (
    <div class={`empty empty-${words.kind}`} data-testid="empty" data-kind={words.kind}>
      <Icon name={words.icon} />
      <h2>{words.title}</h2>
      <p>{words.text}</p>
      {words.samples === true && (
        <button
          type="button"
          class="button secondary"
          data-testid="new-from-sample"
          onClick={() => page.host.post('newFromSample', {})}
        >
          {t('New Model from Sample…')}
        </button>
      )}
    </div>
  );
}
