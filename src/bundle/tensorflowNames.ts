/** What a file calls the parts of TensorFlow.js, so that code written into it is in its own words. */
import type { File, ImportDeclaration, Node, VariableDeclarator } from '@babel/types';

export interface TensorflowNames {
  /** `tf.layers` or `layers`. */
  readonly layers: string;
  /** `tf.SymbolicTensor` or `SymbolicTensor`; undefined where the file has no name for it. */
  readonly symbolicTensor: string | undefined;
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
