/** Reading a source file into a syntax tree, with whatever can be made of a half-typed one. */
import { parse, parseExpression, type ParserOptions } from '@babel/parser';
import type { Expression, File } from '@babel/types';

function options(file: string): ParserOptions {
  const typescript = /\.[cm]?tsx?$/i.test(file);
  const jsx = /x$/i.test(file) || !typescript;
  return {
    sourceType: 'unambiguous',
    errorRecovery: true,
    allowReturnOutsideFunction: true,
    allowAwaitOutsideFunction: true,
    createParenthesizedExpressions: true,
    plugins: [
      ...(typescript ? ['typescript' as const] : []),
      ...(jsx ? ['jsx' as const] : []),
      'decorators',
    ],
  };
}

interface Parsed {
  readonly file: string;
  readonly text: string;
  readonly tree: File | undefined;
}

/** An edit is read by the bundler and by what looks for builders, one right after the other. */
let last: Parsed | undefined;

function parsed(file: string, text: string): File | undefined {
  try {
    return parse(text, options(file));
  } catch {
    return undefined;
  }
}

/**
 * The syntax tree of a source file, or undefined when no sense can be made of the text. Who asks for the same text next
 * is given the same tree, which nobody may change.
 */
export function parseSource(file: string, text: string): File | undefined {
  if (last?.file !== file || last.text !== text) last = { file, text, tree: parsed(file, text) };
  return last.tree;
}

/** The text of `expression` without comments around it, or undefined when it does not parse. */
export function parseEntry(file: string, expression: string): string | undefined {
  try {
    const node: Expression = parseExpression(expression, {
      ...options(file),
      errorRecovery: false,
    });
    return expression.slice(node.start ?? 0, node.end ?? undefined);
  } catch {
    return undefined;
  }
}
