/** Models that are given in an object or a list beside other things: `return { model, encoder }`. */
import type { ArrayExpression, Node, ObjectExpression } from '@babel/types';
import { unwrap, type Definition } from './definition';

/** A part of what is given, and how it is read from it: `.model`, `[0]`. */
type Part = readonly [access: string, value: Node];

function propertiesOf({ properties }: ObjectExpression): Part[] {
  return properties.flatMap((property): Part[] =>
    property.type === 'ObjectProperty' && !property.computed && property.key.type === 'Identifier'
      ? [[`.${property.key.name}`, property.value]]
      : [],
  );
}

function elementsOf({ elements }: ArrayExpression): Part[] {
  return elements.flatMap((element, i): Part[] =>
    element === null || element.type === 'SpreadElement' ? [] : [[`[${i}]`, element]],
  );
}

function partsIn(given: Node): Part[] {
  const value = unwrap(given);
  if (value.type === 'ObjectExpression') return propertiesOf(value);
  return value.type === 'ArrayExpression' ? elementsOf(value) : [];
}

/** What is called the model is what people want to see of several. */
function modelFirst([a]: Part, [b]: Part): number {
  return Number(b === '.model') - Number(a === '.model');
}

/** A definition for each part of what a function gives, where that is an object or a list. */
export function partsOf(whole: Definition): Definition[] {
  const { name, call, results } = whole;
  const parts = results.flatMap(partsIn).sort(modelFirst);
  const holder = call?.text.startsWith('await ') === true ? `(${call.text})` : call?.text;
  return parts.map(([access, value]) => ({
    ...whole,
    name: `${name}()${access}`,
    call: call && { ...call, text: `${holder ?? ''}${access}` },
    annotated: false,
    results: [value],
  }));
}
