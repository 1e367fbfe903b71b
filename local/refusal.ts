/** Why the host does not start, in words that a person can act on. Any other error is a bug, and shown whole. */
export class Refusal extends Error {
  override name = 'Refusal';
}
