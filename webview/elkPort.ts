/** How the layout's worker gets the text of ELK's: by the page, which alone may load files of the extension. */
import { t } from './l10n';

/** Where the worker asks for it. */
export interface ElkSource {
  readonly elkPort: MessagePort;
}

/** The text, or why there is none. */
type ElkAnswer =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly problem: string };

async function answerOf(url: string): Promise<ElkAnswer> {
  try {
    const response = await fetch(url);
    if (response.ok) return { ok: true, text: await response.text() };
    return { ok: false, problem: t('ELK could not be loaded ({0}).', response.status) };
  } catch (error) {
    return { ok: false, problem: t('ELK could not be loaded ({0}).', String(error)) };
  }
}

/** A port that answers each message with what is at `url`. */
export function elkPort(url: string): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => void answerOf(url).then((answer) => port1.postMessage(answer));
  return port2;
}

/** Asks for the text. Rejects where it cannot be loaded. */
export function elkScript({ elkPort: port }: ElkSource): Promise<string> {
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data }: MessageEvent<ElkAnswer>) => {
      if (data.ok) resolve(data.text);
      else reject(new Error(data.problem));
    };
    port.postMessage(null);
  });
}
