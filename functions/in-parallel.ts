const AT_ONCE = 8;

/** Maps inputs through `work`, a few at a time, and returns the outputs in the order of the inputs. */
export async function inParallel<Input, Output>(
  inputs: readonly Input[],
  work: (input: Input) => Promise<Output>,
  atOnce = AT_ONCE,
): Promise<Output[]> {
  const outputs: Output[] = [];
  const queue = inputs.entries();
  const worker = async () => {
    for (const [index, input] of queue) outputs[index] = await work(input);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return outputs;
}
