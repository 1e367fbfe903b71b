/** The policy that the template declares: connect as the thing that one is, publish to the ticks topic. */
export function sharedPolicyName(stage: string): string {
  return `trading-${stage}-publisher`;
}

/** The policy of one publisher who may use one topic only. */
export function ownPolicyName(stage: string, name: string): string {
  return `${sharedPolicyName(stage)}-${name}`;
}

/**
 * The topic, and the same by Basic Ingest: straight to the rule, past the broker and its price for each message.
 * @param certificateArn tells partition, region and account, which the policy is for as well
 */
export function ownPolicyDocument(
  certificateArn: string,
  name: string,
  stage: string,
  topic: string,
): string {
  const arnOf = (resource: string) => `${certificateArn.split(':').slice(0, 5).join(':')}:${resource}`;
  const topics = [topic, `$aws/rules/trading_${stage}_ticks/${topic}`];
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'iot:Connect', Resource: arnOf(`client/${name}`) },
      { Effect: 'Allow', Action: 'iot:Publish', Resource: topics.map((each) => arnOf(`topic/${each}`)) },
    ],
  });
}
