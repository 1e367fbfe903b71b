// `npm run dead-letters`: lists messages that could not be processed, with the reasons, and redrives them. See --help.
import * as z from 'zod';
import { Closing } from '../../../local/closing';
import { errorText } from '../../../market/connection/error-text';
import { mailboxOnAws, publisherOnAws } from './on-aws';
import { mailboxHere, publisherHere } from './on-this-machine';
import { readOptions, usage } from './options';
import { listLetters, redriveAndTell } from './work';

async function main(closing: Closing): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === undefined) return console.log(usage);
  // The SDK's warning about this machine's Node.js version is for developers, not for whoever runs this.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const isOnAws = options.stage !== undefined || options.queueUrl !== undefined;
  const mailbox = isOnAws ? await mailboxOnAws(options) : await mailboxHere(options, closing);
  if (options.command === 'list') {
    console.error(`${await listLetters(mailbox, options, console.log)} dead letters`);
    return;
  }
  const publish = isOnAws ? await publisherOnAws() : await publisherHere(options, closing);
  const { published, kept } = await redriveAndTell(mailbox, publish, options, console.log);
  console.error(`${published} republished, ${kept} kept`);
}

const closing = new Closing();
main(closing)
  .catch((error: unknown) => {
    console.error(error instanceof z.ZodError ? `${z.prettifyError(error)}\n\n${usage}` : errorText(error));
    process.exitCode = 1;
  })
  .finally(() => closing.run());
