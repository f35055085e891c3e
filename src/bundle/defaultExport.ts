/**
 * Default exports without a name: `export default () => …`. They get one while the model is read, and
 * an entry expression calls them as compiled modules do: `exports.default()`.
 */
import type { File, Node } from '@babel/types';
import type { Insertion } from '../protocol/inspect';

/** What an entry expression calls a default export that has no name of its own. */
export const defaultExport = 'exports.default';

/** Its name in the instrumented file. */
export const defaultName = '__designerDefault';

/** The default export, where nothing else in the file can name it. */
export function namelessDefault({ program }: File): Node | undefined {
  for (const statement of program.body) {
    if (statement.type !== 'ExportDefaultDeclaration') continue;
    const { declaration } = statement;
    const isStatement = ['ClassDeclaration', 'FunctionDeclaration'].includes(declaration.type);
    const named = isStatement && 'id' in declaration && declaration.id != null;
    return named || declaration.type === 'Identifier' ? undefined : declaration;
  }
  return undefined;
}

/** A declaration's name stands behind this; functions keep being there before their line runs. */
const keyword = /^(?:(?:abstract\s+)?class|(?:async\s+)?function(?:\s*\*)?)/;

/** What gives a nameless default export its name; nothing in a file without one. */
export function nameDefault(tree: File, text: string): Insertion[] {
  const declaration = namelessDefault(tree);
  const start = declaration?.start;
  if (declaration === undefined || start == null) return [];
  if (declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration') {
    const [words] = keyword.exec(text.slice(start)) ?? [];
    return words === undefined ? [] : [{ offset: start + words.length, text: ` ${defaultName} ` }];
  }
  const statement = tree.program.body.find(({ end }) => (end ?? 0) > start)?.start ?? start;
  return [
    { offset: statement, text: `var ${defaultName};` },
    { offset: start, text: `${defaultName}=` },
  ];
}
