/**
 * elkjs takes over `self.onmessage` when it is loaded in a worker, which it knows by the absence of a
 * document. Here it is one of several things in a worker of our own, so while it is loaded there is
 * one. To be imported before elkjs, and to be undone after it.
 */
const scope: { document?: unknown } = globalThis;
const wasAbsent = !('document' in globalThis);
if (wasAbsent) scope.document = {};

export function removeDummyDocument(): void {
  if (wasAbsent) delete scope.document;
}
