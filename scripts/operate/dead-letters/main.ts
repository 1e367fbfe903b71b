// `npm run dead-letters`: what was given up, with its reasons, and a second chance for it. See --help.
import * as z from 'zod';
import { Closing } from '../../../local/closing';
import { errorText } from '../../../local/connection/error-text';
import { mailboxOnAws, publisherOnAws } from './on-aws';
import { mailboxHere, publisherHere } from './on-this-machine';
import { readOptions, usage } from './options';
import { listLetters, redriveAndTell } from './work';

async function main(closing: Closing): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === undefined) return console.log(usage);
  // The SDK's advice about the Node.js of this machine is for who wrote this, not for who runs it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const isOnAws = options.stage !== undefined || options.queueUrl !== undefined;
  const mailbox = isOnAws ? await mailboxOnAws(options) : await mailboxHere(options, closing);
  if (options.command === 'list') {
    console.error(`${await listLetters(mailbox, options, console.log)} dead letters`);
    return;
  }
  const publish = isOnAws ? await publisherOnAws() : await publisherHere(options, closing);
  const { published, kept } = await redriveAndTell(mailbox, publish, options, console.log);
  console.error(`${published} published again, ${kept} kept`);
}

const closing = new Closing();
main(closing)
  .catch((error: unknown) => {
    console.error(error instanceof z.ZodError ? `${z.prettifyError(error)}\n\n${usage}` : errorText(error));
    process.exitCode = 1;
  })
  .finally(() => closing.run());
