/** What bench/outside.ts puts into bench/plainStep.ts: a sample, and how it is built. */
declare module 'the sample' {
  export function build(): unknown;
}
