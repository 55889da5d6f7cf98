import type { Model } from './modelSchema.ts';

/** Weights by how a step uses them; counts. */
export interface ParameterCount {
  /** Look-up table: a step reads single rows of it. */
  readonly embedding: number;
  /** Output projection; shares the embedding's memory when tied. */
  readonly head: number;
  readonly attention: number;
  /** Feed-forward of layers without experts, and shared experts. */
  readonly dense: number;
  /** All routed experts of all layers. */
  readonly experts: number;
  /** Routers, norms. */
  readonly small: number;
  readonly encoder: number;
  /** In memory: tied embeddings once. */
  readonly total: number;
}

/**
 * Counts a transformer's parameters from its shape. Biases and the norms inside attention are
 * left out: within 1.6 % of the published size for every model of the catalogue (a test).
 */
export function modelParameters(model: Model): ParameterCount {
  const { layers, hidden, vocab, experts, ffn, gated, tiedEmbeddings } = model;
  const matrices = gated ? 3 : 2;
  const expertLayers = experts ? (experts.layers ?? layers) : 0;
  const embedding = vocab * hidden;
  const positions = (model.learnedPositions ?? 0) * hidden;
  const attention = layers * attentionPerLayer(model);
  const dense =
    matrices * hidden * ((layers - expertLayers) * ffn + expertLayers * (experts?.sharedFfn ?? 0));
  const routed = experts ? expertLayers * experts.count * matrices * hidden * experts.ffn : 0;
  const small = (2 * layers + 1) * hidden + expertLayers * hidden * (experts?.count ?? 0);
  const encoder = model.encoderParameters ?? 0;
  return {
    embedding,
    head: embedding,
    attention,
    dense,
    experts: routed,
    small,
    encoder,
    total: embedding * (tiedEmbeddings ? 1 : 2) + positions + attention + dense + small + routed + encoder,
  };
}

function attentionPerLayer(model: Model): number {
  const { hidden, heads, kvHeads, headDim, latentAttention } = model;
  if (!latentAttention) return 2 * hidden * headDim * (heads + kvHeads);
  const { kvRank, ropeDim, qRank, nopeDim, valueDim } = latentAttention;
  const queryWidth = heads * (nopeDim + ropeDim);
  const query = qRank === undefined ? hidden * queryWidth : qRank * (hidden + queryWidth);
  const keyValue = hidden * (kvRank + ropeDim) + kvRank * heads * (nopeDim + valueDim);
  return query + keyValue + heads * valueDim * hidden + indexParameters(model);
}

/** Weights by which a layer selects the tokens of sparse attention: queries, one key, and a weight a head; 0 without. */
export function indexParameters({ hidden, latentAttention }: Model): number {
  const { index, qRank = hidden } = latentAttention ?? {};
  return index === undefined ? 0 : qRank * index.heads * index.dim + hidden * (index.dim + index.heads);
}
