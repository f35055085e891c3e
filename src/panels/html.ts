/**
 * The page of the designer: one script, one style sheet, and nothing else allowed. They stand in the page, because
 * VS Code takes longer to load a file for it than the page takes for all else (docs/decisions/0006-inline-page.md).
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { l10n, Uri, type Webview } from 'vscode';

function policy(webview: Webview, nonce: string): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'nonce-${nonce}'`,
    `img-src ${webview.cspSource} data:`,
    // ELK is loaded when it is needed, and started from its text, since it may not come from another origin.
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

/** A script or style sheet, as the text of an element may hold it. */
function inline(extensionUri: Uri, name: string): string {
  const text = readFileSync(path.join(webviewRoot(extensionUri).fsPath, name), 'utf8');
  return text.replaceAll(/<(?=\/(?:script|style))/gi, String.raw`\x3c`);
}

export function designerHtml(webview: Webview, extensionUri: Uri): string {
  const nonce = randomBytes(24).toString('base64url');
  const elk = webview.asWebviewUri(Uri.joinPath(webviewRoot(extensionUri), 'elk.js'));
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escape(policy(webview, nonce))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style nonce="${nonce}">${inline(extensionUri, 'main.css')}</style>
<title>ResNet Designer</title>
</head>
<body data-elk="${escape(elk.toString())}">
<div id="app"></div>
<script type="application/json" id="l10n">${translations()}</script>
<script type="text/plain" id="layout-worker">${inline(extensionUri, 'layout.worker.js')}</script>
<script nonce="${nonce}">${inline(extensionUri, 'main.js')}</script>
</body>
</html>`;
}
