/** The header in which the edge sends its key. The edge replaces whatever a client sends under this name. */
export const EDGE_KEY_HEADER = 'x-front-key';
