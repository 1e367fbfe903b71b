/** The header in which the edge sends its key. Whatever a client sends under the name never gets past the edge. */
export const EDGE_KEY_HEADER = 'x-front-key';
