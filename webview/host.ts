/** The extension host as the page sees it: checked messages in, typed messages out, kept state. */
import type { WebviewMessages } from '../src/protocol/designer';
import { parseHostMessage, type HostMessage } from '../src/protocol/messages';

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

  /** Calls `handler` for every message that is one; another is reported, and nothing else happens. */
  listen(handler: (message: HostMessage) => void): void {
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const message = parseHostMessage(data);
      if (message !== undefined) handler(message);
      else this.report(new Error(`The host sent what is no message: ${preview(data)}`));
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

function preview(value: unknown): string {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : value;
  return String(type).slice(0, 100);
}
