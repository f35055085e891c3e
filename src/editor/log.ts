/** The output channel. Bugs go here with their stacks; expected failures are shown where they belong. */
import { window, type LogOutputChannel } from 'vscode';

let channel: LogOutputChannel | undefined;

/** The channel, made when something is first written to it. */
export function log(): LogOutputChannel {
  channel ??= window.createOutputChannel('ResNet Designer', { log: true });
  return channel;
}

export function disposeLog(): void {
  channel?.dispose();
  channel = undefined;
}

/** Runs a task that nobody waits for; what it throws is a bug, and is logged. */
export function inBackground(what: string, task: Promise<unknown>): void {
  task.catch((error: unknown) => {
    log().error(what, error instanceof Error ? (error.stack ?? error.message) : String(error));
  });
}
