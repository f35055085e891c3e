/** The process's output streams: colours where they are wanted, and everything written before the end. */
import { plainStyle, type Style } from '../model/style';

const escape = '\u001b[';

function coloured(code: number): (text: string) => string {
  return (text) => `${escape}${code}m${text}${escape}0m`;
}

const colours: Style = {
  strong: coloured(1),
  quiet: coloured(2),
  skip: coloured(36),
  error: coloured(31),
};

/** Colours for a terminal only, and not where the user asked for none (https://no-color.org). */
export function styleFor(stream: NodeJS.WriteStream, env: NodeJS.ProcessEnv): Style {
  const wanted = (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  return stream.isTTY && wanted ? colours : plainStyle;
}

/** Resolves when everything has left the process: a pipe may take it in several turns. */
export function write(stream: NodeJS.WriteStream, text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => {
      if (error == null || isBrokenPipe(error)) resolve();
      else reject(error);
    });
  });
}

function isBrokenPipe(error: Error): boolean {
  return 'code' in error && (error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');
}

/** Whoever reads us may stop reading, `| head` for one: that is no error of ours. */
export function ignoreBrokenPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: Error) => {
    if (!isBrokenPipe(error)) throw error;
  });
}
