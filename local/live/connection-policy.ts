import * as z from 'zod';

const Statement = z.strictObject({
  Effect: z.literal('Allow'),
  Action: z.string(),
  Resource: z.array(z.string()),
});

/** A custom authorizer's policies, as far as ours use them: whatever none of them allows is denied. */
export const PolicyDocument = z.strictObject({
  Version: z.literal('2012-10-17'),
  Statement: z.array(Statement),
});

/** IoT Core's limits on an authorizer's policies: their number, and the length of each. */
export const MOST_POLICIES = 10;
export const MOST_POLICY_CHARACTERS = 2_048;

export type Action = 'iot:Connect' | 'iot:Subscribe' | 'iot:Receive';

export function allows(
  policies: readonly z.infer<typeof PolicyDocument>[],
  action: Action,
  resource: string,
): boolean {
  return policies
    .flatMap(({ Statement }) => Statement)
    .some(({ Action, Resource }) => Action === action && Resource.some((each) => matches(each, resource)));
}

/** `*` matches any text, including slashes, and `?` one character. MQTT's own wildcards are plain text here. */
function matches(pattern: string, resource: string): boolean {
  const source = pattern.replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&');
  return new RegExp(`^${source.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(resource);
}
