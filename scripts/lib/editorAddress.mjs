/**
 * Where a browser shows a folder of a code-server, with a file open in it at once.
 * @param {string} authority `127.0.0.1:PORT`
 * @param {string} folder absolute
 * @param {string} [file] absolute
 */
export function editorAddress(authority, folder, file) {
  const url = new URL(`http://${authority}/`);
  url.searchParams.set('folder', folder);
  if (file !== undefined) {
    const target = new URL(`vscode-remote://${authority}`);
    target.pathname = file;
    url.searchParams.set('payload', JSON.stringify([['openFile', target.href]]));
  }
  return url.href;
}
