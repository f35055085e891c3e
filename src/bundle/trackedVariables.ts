/**
 * The quick fix of variables that a layer of the user's own makes with `tf.variable`: each becomes a weight of
 * the layer when it is built, under the name that it has. What reads the member reads the weight's own
 * variable from then on, and nothing else of the class changes.
 */
import type { File } from '@babel/types';
import type { SourcePlace } from '../protocol/failure';
import { classEdits, freeName, type ClassPlan } from './classText';
import { innerVariablesAt, type ClassNode, type VariableMember } from './innerLayers';
import type { TextEdit } from './projectionEdit';

function asWeight({ tf, typed, step }: ClassPlan, name: string): string[] {
  const types = typed
    ? `private ${name}(name: string, variable: ${tf}.Variable): ${tf}.Variable {`
    : `${name}(name, variable) {`;
  return [
    '',
    '/** A weight of the layer with the value of a variable, which is what the layer reads from then on. */',
    types,
    `${step}const { shape, dtype, trainable } = variable;`,
    `${step}const zeros = ${tf}.initializers.zeros();`,
    `${step}const weight = this.addWeight(name, shape, dtype, zeros, undefined, trainable);`,
    `${step}weight.write(variable);`,
    `${step}variable.dispose();`,
    `${step}return weight.read()${typed ? ` as ${tf}.Variable` : ''};`,
    '}',
  ];
}

/** The type that the file gives the member stands, whatever the rank of its variable. */
function assignment({ name, list }: VariableMember, method: string, typed: boolean): string {
  const plain = name.replace(/^#/, '');
  const cast = typed ? ` as typeof this.${name}` : '';
  return list
    ? `this.${name} = this.${name}.map((one, i) => this.${method}(\`${plain}_\${i}\`, one))${cast};`
    : `this.${name} = this.${method}('${plain}', this.${name})${cast};`;
}

/** @param planOf how to write into a class. */
export function variableEdits(
  tree: File,
  text: string,
  place: Pick<SourcePlace, 'line' | 'column'>,
  planOf: (owner: ClassNode) => ClassPlan,
): { readonly edits: TextEdit[]; readonly owner: ClassNode } | undefined {
  const variables = innerVariablesAt(tree, text, place);
  if (variables === undefined) return undefined;
  const { owner, members, readonlyAt } = variables;
  const plan = planOf(owner);
  const method = freeName(owner, text, 'asWeight');
  const lines = [
    '// Variables become weights of the layer, which "fit" trains and "save" keeps.',
    ...members.map((member) => assignment(member, method, plan.typed)),
  ];
  const edits = classEdits(plan, () => lines, asWeight(plan, method));
  const writable = readonlyAt.map((at) => ({ start: at, end: at + 'readonly '.length, text: '' }));
  return edits && { edits: [...writable, ...edits], owner };
}
