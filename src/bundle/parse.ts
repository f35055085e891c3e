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

/** The syntax tree of a source file, or undefined when no sense can be made of the text. */
export function parseSource(file: string, text: string): File | undefined {
  try {
    return parse(text, options(file));
  } catch {
    return undefined;
  }
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
