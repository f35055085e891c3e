/** What the page offers where it has nothing to draw, or nothing whole. */
import { commands } from 'vscode';
import { inBackground } from '../editor/log';
import { applyFix } from '../editor/quickFixes';
import type { DesignerSession } from '../editor/session';
import type { WebviewMessage } from '../protocol/messages';

type RemedyMessage = Extract<
  WebviewMessage,
  { readonly type: 'retry' | 'applyFix' | 'manageTrust' | 'newFromSample' }
>;

const commandsOf = {
  manageTrust: 'workbench.trust.manage',
  newFromSample: 'resnetDesigner.newFromSample',
} as const;

export function remedy(message: RemedyMessage, session: DesignerSession): void {
  if (message.type === 'retry') session.inspect();
  else if (message.type === 'applyFix')
    inBackground('fix', applyFix(session.state.failures[message.body.index]));
  else void commands.executeCommand(commandsOf[message.type]);
}
