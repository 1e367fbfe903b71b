// `npm run users`: lists and manages users and administrators. See --help.
import * as z from 'zod';
import { Closing } from '../../../local/closing';
import { newPassword } from '../../../local/demo/password';
import { errorText } from '../../../market/connection/error-text';
import { type Options, readOptions, usage } from './options';
import { addPerson, demote, listPeople, type Place, promote, setPassword, verifyEmail } from './people';
import { placeHere, placeOnAws } from './places';

async function main(closing: Closing): Promise<void> {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options === undefined) return console.log(usage);
  // The SDK's warning about this machine's Node.js version is for developers, not for whoever runs this.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  const { stage, data } = options;
  const place = await (stage === undefined ? placeHere(data, closing) : placeOnAws(stage, closing));
  console.log(await done(place, options));
}

async function done(place: Place, options: Options): Promise<string> {
  if (options.command === 'list') return table(await listPeople(place));
  const { command, name, password = newPassword() } = options;
  const secret = options.password === undefined ? ` The password is ${password}` : '';
  switch (command) {
    case 'add':
      await addPerson(place, { username: name, email: options.email ?? `${name}@example.com`, password });
      return `${name} was added.${secret}`;
    case 'promote':
      await promote(place, name);
      return `${name} is an administrator as of the next token.`;
    case 'demote':
      await demote(place, name);
      return `${name} is no longer an administrator as of the next token.`;
    case 'password':
      await setPassword(place, name, password);
      return `${name} has a new password.${secret}`;
    case 'verify':
      await verifyEmail(place, name);
      return `Codes for ${name} will now be sent to the email address.`;
  }
}

function table(people: Awaited<ReturnType<typeof listPeople>>): string {
  const width = Math.max(...people.map(({ name }) => name.length), 0);
  return people
    .map(({ name, email, state, isAdmin }) =>
      [name.padEnd(width), email, state, ...(isAdmin ? ['administrator'] : [])].join('  '),
    )
    .join('\n');
}

const closing = new Closing();
main(closing)
  .catch((error: unknown) => {
    console.error(error instanceof z.ZodError ? `${z.prettifyError(error)}\n\n${usage}` : errorText(error));
    process.exitCode = 1;
  })
  .finally(() => closing.run());
