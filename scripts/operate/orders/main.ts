// `npm run orders`: maintenance of orders from earlier versions. See --help.
import * as z from 'zod';
import { Closing } from '../../../local/closing';
import { errorText } from '../../../market/connection/error-text';
import { placeHere, placeOnAws } from '../users/places';
import { adoptOrders } from './adopt';
import { readOptions, usage } from './options';

async function main(closing: Closing): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === undefined) return console.log(usage);
  // The SDK's advice about this machine's Node.js is meant for developers, not operators.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const { stage, data } = options;
  const { store } = await (stage === undefined ? placeHere(data, closing) : placeOnAws(stage, closing));
  const { adopted, failed } = await adoptOrders(store, console.error);
  console.log(`${adopted} orders adopted${failed > 0 ? `, ${failed} failed` : ''}.`);
  if (failed > 0) process.exitCode = 1;
}

const closing = new Closing();
main(closing)
  .catch((error: unknown) => {
    console.error(error instanceof z.ZodError ? `${z.prettifyError(error)}\n\n${usage}` : errorText(error));
    process.exitCode = 1;
  })
  .finally(() => closing.run());
