/**
 * The import directions of ARCHITECTURE.md, held by the machine.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const pure = '^src/(model|layout|protocol)/';

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'pure-parts-know-nobody',
      comment:
        'model, layout and protocol import neither vscode, nor Node, nor tfjs, nor other parts.',
      severity: 'error',
      from: { path: pure },
      to: { pathNot: [pure, '^node_modules/(elkjs|valibot|vscode-jsonrpc)/'] },
    },
    {
      name: 'model-and-protocol-know-no-layout',
      severity: 'error',
      from: { path: '^src/(model|protocol)/' },
      to: { path: '^src/layout/' },
    },
    {
      name: 'only-the-editor-side-knows-vscode',
      severity: 'error',
      from: { pathNot: '^(src/(extension\\.ts|editor/|commands/|panels/)|test/)' },
      to: { path: '^vscode$|@types/vscode' },
    },
    {
      name: 'only-the-worker-knows-tfjs',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/worker/' },
      to: { path: '@tensorflow/' },
    },
    {
      name: 'nobody-imports-the-worker',
      comment: 'workerHost knows the workers by the paths of their bundles only.',
      severity: 'error',
      from: { path: '^(src|webview)/', pathNot: '^src/worker/' },
      to: { path: '^src/worker/' },
    },
    {
      name: 'the-worker-knows-only-the-pure-parts',
      severity: 'error',
      from: { path: '^src/worker/' },
      to: { path: '^(src|webview)/', pathNot: ['^src/worker/', pure] },
    },
    {
      name: 'bundle-knows-only-the-pure-parts',
      severity: 'error',
      from: { path: '^src/bundle/' },
      to: { path: '^(src|webview)/', pathNot: ['^src/bundle/', pure] },
    },
    {
      name: 'workerHost-and-cli-know-no-editor',
      severity: 'error',
      from: { path: '^src/(workerHost|cli)/' },
      to: { path: '^(src/(editor|commands|panels|extension)|webview/)' },
    },
    {
      name: 'webview-knows-only-the-pure-parts',
      severity: 'error',
      from: { path: '^webview/' },
      to: { path: '^src/', pathNot: pure },
    },
    {
      name: 'nobody-imports-the-webview',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^webview/' },
    },
    {
      name: 'nobody-imports-the-wiring',
      severity: 'error',
      from: { path: '^(src|webview)/' },
      to: { path: '^src/extension\\.ts$' },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^vscode$' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.webview.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
