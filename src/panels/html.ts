/** The page of the designer: one script, one style sheet, and nothing else allowed. */
import { randomBytes } from 'node:crypto';
import { l10n, Uri, type Webview } from 'vscode';

function policy(webview: Webview, nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
    // The layout's worker is started from its text, since it may not come from another origin.
    `connect-src ${webview.cspSource}`,
    'worker-src blob:',
  ].join('; ');
}

function escape(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;');
}

/** The translations of the page's texts: data in the page, which no policy takes for a script. */
function translations(): string {
  return JSON.stringify(l10n.bundle ?? {}).replaceAll('<', String.raw`\u003c`);
}

/** Where the webview's files lie in the extension. */
export function webviewRoot(extensionUri: Uri): Uri {
  return Uri.joinPath(extensionUri, 'dist', 'webview');
}

export function designerHtml(webview: Webview, extensionUri: Uri): string {
  const nonce = randomBytes(24).toString('base64url');
  const file = (name: string): string =>
    escape(webview.asWebviewUri(Uri.joinPath(webviewRoot(extensionUri), name)).toString());
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy(webview, nonce))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${file('main.css')}">
<title>ResNet Designer</title>
</head>
<body data-layout-worker="${file('layout.worker.js')}">
<div id="app"></div>
<script type="application/json" id="l10n">${translations()}</script>
<script nonce="${nonce}" src="${file('main.js')}"></script>
</body>
</html>`;
}
