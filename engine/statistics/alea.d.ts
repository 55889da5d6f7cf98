declare module 'seedrandom/lib/alea.js' {
  /** Johannes Baagøe's Alea generator: uniforms in [0, 1) with 32 bits, a few nanoseconds each. */
  export default function alea(seed: string): () => number;
}
