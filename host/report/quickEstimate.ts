/** Said beside every figure that a quick estimate gave, marked with ≈. */
export const QUICK_ESTIMATE_NOTE =
  '≈ marks a quick estimate: typical hours were simulated, once. Run it in full before you decide.';
