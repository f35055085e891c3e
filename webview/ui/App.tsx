/** The whole page. */
import type { Page } from '../page';
import { Banner } from './Banner';
import { Header } from './Header';
import { Inspector } from './Inspector';
import { Live } from './Live';
import { Progress } from './Progress';
import { Tooltip } from './Tooltip';
import { useStore } from './useStore';
import { Views } from './Views';

export function App({ page }: { readonly page: Page }) {
  const state = useStore(page.store);
  const { designer, revision } = state;
  const busy = designer?.busy ?? true;
  return (
    <div
      class="designer"
      data-testid="designer"
      data-revision={revision}
      data-stale={String(designer?.stale ?? false)}
      data-busy={String(busy)}
    >
      <Progress page={page} busy={busy} layout={state.layoutProgress} />
      <Header page={page} state={state} />
      <Banner page={page} state={state} />
      <main class="work">
        <Views page={page} state={state} />
        <Inspector page={page} state={state} />
      </main>
      <Tooltip page={page} />
      <Live page={page} state={state} />
    </div>
  );
}
