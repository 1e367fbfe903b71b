/** Why the host can't start, in words that a person can act on. Any other error is a bug and is shown in full. */
export class Refusal extends Error {
  override name = 'Refusal';
}
