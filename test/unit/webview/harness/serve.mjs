// @ts-check
/**
 * The designer's page outside VS Code: the bundle as the host serves it, under the host's content
 * security policy, with a host that only records what it is told. For looking and for measuring.
 */
import { build } from 'esbuild';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { themeCss, themes } from './themes.mjs';

export const root = path.resolve(import.meta.dirname, '../../../..');
export const artifacts = path.join(root, 'test/artifacts/webview');
const dist = path.join(artifacts, 'dist');

const fakeHost = `
window.posted = [];
window.acquireVsCodeApi = () => ({
  postMessage: (message) => window.posted.push(message),
  getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null'),
  setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
});
window.send = (type, body) => {
  const packed = body.packedGraph;
  const bytes = packed && { packedGraph: Uint8Array.from(atob(packed), (c) => c.charCodeAt(0)) };
  window.postMessage({ type, body: { ...body, ...bytes } }, '*');
};
`;

export async function buildWebview() {
  await build({
    absWorkingDir: root,
    bundle: true,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    minify: true,
    jsx: 'automatic',
    jsxImportSource: 'preact',
    entryPoints: {
      main: 'webview/main.tsx',
      'layout.worker': 'webview/layout.worker.ts',
      elk: 'elkjs/lib/elk-worker.min.js',
    },
    outdir: dist,
    logLevel: 'warning',
  });
}

/**
 * @param {string} theme
 * @param {string} origin
 */
async function html(theme, origin) {
  const layoutWorker = await readFile(path.join(dist, 'layout.worker.js'), 'utf8');
  const policy = [
    "default-src 'none'",
    "script-src 'nonce-fixed'",
    `style-src ${origin}`,
    `img-src ${origin} data:`,
    `connect-src ${origin}`,
    'worker-src blob:',
  ].join('; ');
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<link rel="stylesheet" href="/theme.css?${theme}"><link rel="stylesheet" href="/main.css">
<title>ResNet Designer</title></head>
<body class="${themes[theme]?.body ?? ''}" data-elk="${origin}/elk.js">
<div id="app"></div><script nonce="fixed">${fakeHost}</script>
<script type="text/plain" id="layout-worker">${layoutWorker}</script>
<script nonce="fixed" src="/main.js"></script></body></html>`;
}

const types = new Map([
  ['.js', 'text/javascript'],
  ['.css', 'text/css'],
]);

/** Serves the page at `/?theme`; resolves with its origin and how to stop. */
export async function serve() {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const theme = url.search.slice(1) || 'dark';
    const origin = `http://${request.headers.host ?? ''}`;
    void answer(url.pathname, theme, origin).then(
      ([type, body]) => response.writeHead(200, { 'content-type': type }).end(body),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return { origin: `http://127.0.0.1:${address.port}`, stop: () => server.close() };
}

/**
 * @param {string} pathname
 * @param {string} theme
 * @param {string} origin
 * @returns {Promise<[string, string | Buffer]>}
 */
async function answer(pathname, theme, origin) {
  if (pathname === '/') return ['text/html', await html(theme, origin)];
  if (pathname === '/theme.css') return ['text/css', themeCss(theme)];
  const type = types.get(path.extname(pathname)) ?? 'text/plain';
  return [type, await readFile(path.join(dist, path.basename(pathname)))];
}
