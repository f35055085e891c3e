/** Whether a profile is of the text as it is now. */
import { createHash } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { Uri, workspace, type TextDocument } from 'vscode';
import { FileProfile } from '../../../../src/editor/profiling/fileProfile';
import { buildProfile } from '../../model/profile/builder';

vi.mock('vscode', () => import('../beside/fakeVscode'));

const uri = Uri.file('/net.ts');

function open(text: string): void {
  const document = { uri, getText: () => text } as TextDocument;
  vi.spyOn(workspace, 'textDocuments', 'get').mockReturnValue([document]);
}

it('a profile is stale from the first change of the text that was measured', () => {
  const file = new FileProfile(uri);
  open('const a = 1;');
  expect(file.stale).toBe(false);
  const built = buildProfile({ layers: [] });
  const hash = createHash('sha256').update('const a = 1;').digest('hex');
  file.profile = { ...built, model: { ...built.model, hash } };
  expect(file.state).toEqual({ running: null, stale: false });
  open('const a = 2;');
  expect(file.state).toEqual({ running: null, stale: true });
});
