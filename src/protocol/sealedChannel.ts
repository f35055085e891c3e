/**
 * Messages on a pipe that the worker has to share with code that nobody vouches for: the pipe is a
 * file descriptor, and any code of the process can write to it. Every message is a line that begins
 * with a secret of the two ends; what does not begin so is dropped, and cannot stand in for an answer.
 */
import {
  AbstractMessageReader,
  AbstractMessageWriter,
  Disposable,
  type DataCallback,
  type Message,
  type MessageReader,
  type MessageWriter,
} from 'vscode-jsonrpc';

/** The part of a stream of text (UTF-8, decoded) that a channel needs. */
export interface TextPipe {
  on(event: 'data', listener: (text: string) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  off(event: 'data', listener: (text: string) => void): unknown;
  write(text: string): unknown;
}

const { parse, stringify } = JSON;

/** A message as its line. The line feed in front ends whatever others left unfinished. */
export function seal(secret: string, message: Message): string {
  return `\n${secret}${stringify(message)}\n`;
}

function isMessage(value: unknown): value is Message {
  return typeof value === 'object' && value !== null && 'jsonrpc' in value;
}

/** Cuts text as it comes into lines, and gives the messages of those that carry the secret. */
export class SealedLines {
  readonly #secret: string;
  /** Of the line that has begun: no more than the secret's length, then the rest if that was it. */
  #head = '';
  #rest: string[] | undefined;

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The messages that this piece of text completes. */
  push(text: string): Message[] {
    const messages: Message[] = [];
    const [first = '', ...others] = text.split('\n');
    this.#extend(first);
    for (const line of others) {
      const message = this.#open();
      if (message !== undefined) messages.push(message);
      this.#extend(line);
    }
    return messages;
  }

  #extend(more: string): void {
    if (this.#rest !== undefined) {
      this.#rest.push(more);
      return;
    }
    const { length } = this.#secret;
    const line = this.#head.length < length ? this.#head + more : this.#head;
    this.#head = line.slice(0, length);
    if (this.#head === this.#secret) this.#rest = [line.slice(length)];
  }

  /** Ends the line. */
  #open(): Message | undefined {
    const text = this.#rest?.join('');
    this.#head = '';
    this.#rest = undefined;
    if (text === undefined) return undefined;
    try {
      const value: unknown = parse(text);
      return isMessage(value) ? value : undefined;
    } catch {
      // Text of others in the middle of a message: it is lost, and the time limit says so.
      return undefined;
    }
  }
}

export class SealedReader extends AbstractMessageReader implements MessageReader {
  readonly #pipe: TextPipe;
  readonly #lines: SealedLines;

  constructor(pipe: TextPipe, secret: string) {
    super();
    this.#pipe = pipe;
    this.#lines = new SealedLines(secret);
    pipe.on('error', (error) => this.fireError(error));
    pipe.on('close', () => this.fireClose());
  }

  listen(callback: DataCallback): Disposable {
    const onText = (text: string): void => this.#lines.push(text).forEach(callback);
    this.#pipe.on('data', onText);
    return Disposable.create(() => this.#pipe.off('data', onText));
  }
}

export class SealedWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #pipe: TextPipe;
  readonly #secret: string;

  constructor(pipe: TextPipe, secret: string) {
    super();
    this.#pipe = pipe;
    this.#secret = secret;
  }

  write(message: Message): Promise<void> {
    this.#pipe.write(seal(this.#secret, message));
    return Promise.resolve();
  }

  end(): void {
    // The pipe ends with its process.
  }
}
