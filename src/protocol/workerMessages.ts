/** The typed calls between the host and the inspect worker. */
import { NotificationType0, RequestType } from 'vscode-jsonrpc';
import type { InspectRequest, WorkerAnswer } from './inspect';

/** Run a bundle and answer with its graph and failures. */
export const inspectRequest = new RequestType<InspectRequest, WorkerAnswer, never>('inspect');

/** The worker has loaded TensorFlow.js and waits. */
export const readyNotification = new NotificationType0('ready');
