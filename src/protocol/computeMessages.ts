/** The typed calls between the host and the compute worker. */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import type {
  ProbeAnswer,
  ProbeRequest,
  ProfileAnswer,
  ProfileProgress,
  ProfileRequest,
} from './compute';

/** Build a model, run its step on a backend, and say what it costs. */
export const profileRequest = new RequestType<ProfileRequest, ProfileAnswer, never>('profile');

/** Say which backends work. */
export const probeRequest = new RequestType<ProbeRequest, ProbeAnswer, never>('probe');

export const progressNotification = new NotificationType<ProfileProgress>('progress');
