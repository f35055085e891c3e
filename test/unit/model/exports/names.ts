/** Names that documents trip over: syntax, controls, emoji, other scripts, length. */
import fc from 'fast-check';

const syntax = [
  '=1+1',
  '@SUM(A1)',
  "-- ,, `` '' ?`",
  'a,b;c"d\'e',
  '"; drop',
  'a|b\\|c\\',
  '\\input{x} $x_1^2$ 50% #1 ~ &amp; <b>',
  '[opt] * {x}',
  'end',
  '<script>alert(1)</script>',
  '`markdown` **bold** [link](javascript:0)',
  'style a:#f00; classDef x:#1;',
  '%%{init: {}}%%',
  '-->|x| B["y"]',
  'two\nlines\r\nand\ttabs\u2028more',
  'שלום \u202egnp.exe',
  'ネット 😀👩‍👩‍👧',
  '\ud800 lone',
  '\u0000\u0007',
  'x'.repeat(10_000),
  '😀'.repeat(5_000),
  '',
];

const special = '\\{}$&#_%~^<>|"`\'[]*-,;=+@()!. \n';

export const names: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...syntax),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(...Array.from(special)), maxLength: 20 }),
);
