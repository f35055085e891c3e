/** What a chart can be taken along as: a picture for the clipboard or a file, its numbers as a file. */
import type { Page } from '../../page';
import { t } from '../../l10n';
import { copyPng, pngBytes } from '../../png';
import type { ChartName } from '../../../src/protocol/designer';
import { Icon } from '../../ui/icons';

interface Props {
  readonly page: Page;
  readonly name: ChartName;
  /** What the chart is called. */
  readonly title: string;
  /** Drawn when it is asked for; undefined where nothing is on the screen. */
  readonly svg: () => string | undefined;
  /** All that the chart's table has. */
  readonly csv: () => string;
}

async function copy({ page, title, svg }: Props): Promise<void> {
  const picture = svg();
  if (picture === undefined) return;
  try {
    await copyPng(picture);
    page.say(t('{0} was copied.', title));
  } catch {
    // The host may write to the clipboard where the page may not.
    page.host.post('copySvg', { svg: picture });
  }
}

async function savePng({ page, name, svg }: Props): Promise<void> {
  const picture = svg();
  if (picture === undefined) return;
  const bytes = await pngBytes(picture);
  page.host.post('saveChartPng', { name, bytes });
}

function saveText({ page, name }: Props, format: 'svg' | 'csv', text: string | undefined): void {
  if (text !== undefined) page.host.post('saveChart', { name, format, text });
}

export function ChartTools(props: Props) {
  const { page, name, title, svg, csv } = props;
  const inBackground = (work: Promise<void>): void => {
    work.catch((error: unknown) => page.host.report(error));
  };
  const button = (id: string, words: string, hint: string, onClick: () => void) => (
    <button
      type="button"
      class="link"
      data-testid={`${name}-${id}`}
      title={hint}
      aria-label={`${title}: ${hint}`}
      onClick={onClick}
    >
      {words}
    </button>
  );
  return (
    <div class="chart-tools" role="group" aria-label={t('{0}, to take along', title)}>
      <Icon name="copy" />
      {button('copy', t('Copy'), t('Copy as a picture'), () => inBackground(copy(props)))}
      {button('svg', 'SVG', t('Save as an SVG'), () => saveText(props, 'svg', svg()))}
      {button('png', 'PNG', t('Save as a PNG'), () => inBackground(savePng(props)))}
      {button('csv', 'CSV', t('Save its numbers as CSV'), () => saveText(props, 'csv', csv()))}
    </div>
  );
}
