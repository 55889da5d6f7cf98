/** Of a prompt or an output, so that together they fit 32 bits. */
export const MOST_TOKENS = 1e9;
