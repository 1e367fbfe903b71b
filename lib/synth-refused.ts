/** The app cannot be synthesized as it was asked for; the message is one sentence for the person who asked. */
export class SynthRefused extends Error {
  override readonly name = 'SynthRefused';
}
