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
 * The function that an authorizer of IoT Core may ask. The authorizer is declared in another stack; that it may ask
 * is said in this one. Undefined where nobody may.
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
    throw new NotSupported(`${another.id}: the local host has one authorizer of browsers.`);
  return permission?.properties.FunctionName;
}
