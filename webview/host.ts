/** The extension host as the page sees it: checked messages in, typed messages out, kept state. */
import type { DesignerState, WebviewMessages } from '../src/protocol/designer';
import { parseHostMessage } from '../src/protocol/hostMessages';
import type { HostMessage } from '../src/protocol/messages';
import { unpackGraph } from './packedGraph';

/** A state with its graph unpacked, unless the one before still holds. */
export interface ReceivedState extends DesignerState {
  readonly graphKept?: boolean;
}

/** A message of the host as the page reads it. */
export type PageMessage =
  | Exclude<HostMessage, { readonly type: 'state' }>
  | { readonly type: 'state'; readonly body: ReceivedState };

interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export class Host {
  readonly #api = acquireVsCodeApi();

  post<Type extends keyof WebviewMessages>(type: Type, body: WebviewMessages[Type]): void {
    this.#api.postMessage({ type, body });
  }

  /**
   * Calls `handler` for every message that is one, in their order; another is reported, and nothing else
   * happens.
   * @param expect is told of a state at once, before its graph is unpacked and checked.
   */
  listen(
    handler: (message: PageMessage) => void,
    expect: (state: DesignerState) => void = () => undefined,
  ): void {
    let handled = Promise.resolve();
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const report = (error: unknown): void => this.report(error);
      const received = pageMessage(data, expect).catch(report);
      // Each waits for those before it, whose graphs may take longer to unpack.
      handled = handled
        .then(() => received)
        .then((message) => message && handler(message))
        .catch(report);
    });
  }

  /** Tells of a bug; VS Code shows no console of a webview, so the host logs it. */
  report(error: unknown): void {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    this.post('error', { message, stack: stack ?? '' });
  }

  /** What was kept before the page was loaded, unchecked. */
  recall(): unknown {
    return this.#api.getState();
  }

  keep(state: unknown): void {
    this.#api.setState(state);
  }
}

async function pageMessage(
  value: unknown,
  expect: (state: DesignerState) => void,
): Promise<PageMessage> {
  const message = parseHostMessage(value);
  if (message === undefined) throw new Error(`The host sent what is no message: ${preview(value)}`);
  if (message.type !== 'state' || message.body.packedGraph === undefined) return message;
  expect(message.body);
  const graph = await unpackGraph(message.body.packedGraph);
  return { type: 'state', body: { ...message.body, graph } };
}

function preview(value: unknown): string {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : value;
  return String(type).slice(0, 100);
}
