/** What a file calls the parts of TensorFlow.js, so that code written into it is in its own words. */
import type { File, ImportDeclaration, Node, VariableDeclarator } from '@babel/types';

export interface TensorflowNames {
  /** `tf.layers` or `layers`. */
  readonly layers: string;
  /** `tf.SymbolicTensor` or `SymbolicTensor`; undefined where the file has no name for it. */
  readonly symbolicTensor: string | undefined;
}

/** What an expression of the whole library is called in a file. */
interface TensorflowNamespace {
  /** `tf` of `import * as tf`, or a name that is free. */
  readonly name: string;
  /** What has to be written for that, behind an import of single names. */
  readonly missing?: { readonly at: number; readonly text: string };
}

const packageName = /^@tensorflow\/tfjs(-node|-node-gpu|-layers)?$/;

function ofNamespace(name: string): TensorflowNames {
  return { layers: `${name}.layers`, symbolicTensor: `${name}.SymbolicTensor` };
}

function ofImport({ source, specifiers, importKind }: ImportDeclaration): Partial<TensorflowNames> {
  if (!packageName.test(source.value)) return {};
  const names: { layers?: string; symbolicTensor?: string } = {};
  for (const specifier of specifiers) {
    const { name } = specifier.local;
    if (specifier.type !== 'ImportSpecifier') return importKind === 'type' ? {} : ofNamespace(name);
    const { imported } = specifier;
    if (imported.type !== 'Identifier') continue;
    if (imported.name === 'layers') names.layers = name;
    if (imported.name === 'SymbolicTensor') names.symbolicTensor = name;
  }
  return names;
}

/** `require('@tensorflow/tfjs')`. */
function isRequire(node: Node | null | undefined): boolean {
  if (node?.type !== 'CallExpression' || node.callee.type !== 'Identifier') return false;
  const [argument] = node.arguments;
  return (
    node.callee.name === 'require' &&
    argument?.type === 'StringLiteral' &&
    packageName.test(argument.value)
  );
}

function ofRequire({ id, init }: VariableDeclarator): Partial<TensorflowNames> {
  // A CommonJS file has no type annotations to speak of.
  if (id.type !== 'Identifier' || !isRequire(init)) return {};
  return { layers: `${id.name}.layers` };
}

/** Undefined for a file that gets layers in a way of its own. */
export function tensorflowNames({ program }: File): TensorflowNames | undefined {
  const found = program.body.flatMap((statement): Partial<TensorflowNames>[] => {
    if (statement.type === 'ImportDeclaration') return [ofImport(statement)];
    return statement.type === 'VariableDeclaration' ? statement.declarations.map(ofRequire) : [];
  });
  const layers = found.find((names) => names.layers !== undefined)?.layers;
  const symbolicTensor = found.find((names) => names.symbolicTensor !== undefined)?.symbolicTensor;
  return layers === undefined ? undefined : { layers, symbolicTensor };
}

/** The library's namespace; undefined for a file that imports it in no way known here. */
export function tensorflowNamespace(
  { program }: File,
  text: string,
): TensorflowNamespace | undefined {
  const imports = program.body.filter(
    (statement) =>
      statement.type === 'ImportDeclaration' &&
      statement.importKind !== 'type' &&
      packageName.test(statement.source.value),
  );
  for (const statement of program.body) {
    const names =
      statement.type === 'ImportDeclaration' && imports.includes(statement)
        ? statement.specifiers.filter(({ type }) => type !== 'ImportSpecifier')
        : [];
    const [whole] = names;
    if (whole !== undefined) return { name: whole.local.name };
    const required = statement.type === 'VariableDeclaration' ? statement.declarations : [];
    const declared = required.find(({ id, init }) => id.type === 'Identifier' && isRequire(init));
    if (declared?.id.type === 'Identifier') return { name: declared.id.name };
  }
  const [named] = imports;
  if (named?.type !== 'ImportDeclaration' || named.end == null) return undefined;
  const free = ['tf', 'tfjs', 'tensorflow', 'tensorflowjs'].find(
    (name) => !new RegExp(`\\b${name}\\b(?!js|/)`).test(withoutImports(text)),
  );
  if (free === undefined) return undefined;
  const added = `\nimport * as ${free} from '${named.source.value}';`;
  return { name: free, missing: { at: named.end, text: added } };
}

/** The names of packages are no names of the file's. */
function withoutImports(text: string): string {
  return text.replace(/\bfrom\s*(['"]).*?\1/g, '');
}
