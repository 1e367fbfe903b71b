/** The app can't be synthesized with the given settings; the message is one sentence for the person who ran it. */
export class SynthRefused extends Error {
  override readonly name = 'SynthRefused';
}
