import * as z from 'zod';
import { NotSupported } from './not-supported';
import { meaninglessHere, type ResourceReader } from './resource-reader';

const Permission = z.strictObject({
  Principal: z.string(),
  FunctionName: z.string(),
  SourceArn: z.string().default(''),
  Action: meaninglessHere,
  SourceAccount: meaninglessHere,
});

/**
 * The function that an IoT Core authorizer may invoke. The authorizer itself is declared in another stack; the
 * permission is in this one. Undefined if there is no such permission.
 */
export function readSubscriberAuthorizer(reader: ResourceReader): string | undefined {
  const asked = reader
    .take('AWS::Lambda::Permission', Permission)
    .filter(
      ({ properties: { Principal, SourceArn } }) =>
        Principal === 'iot.amazonaws.com' && SourceArn.includes(':authorizer/'),
    );
  const [permission, another] = asked;
  if (another !== undefined)
    throw new NotSupported(`${another.id}: the local host supports one authorizer for browsers.`);
  return permission?.properties.FunctionName;
}
