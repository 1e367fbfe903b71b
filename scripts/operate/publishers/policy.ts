/** The template's policy: connect as one's own thing, publish to the ticks topic. */
export function sharedPolicyName(stage: string): string {
  return `trading-${stage}-publisher`;
}

/** The policy of one publisher that may use one topic only. */
export function ownPolicyName(stage: string, name: string): string {
  return `${sharedPolicyName(stage)}-${name}`;
}

/**
 * Allows the topic itself and via Basic Ingest, which goes straight to the rule and avoids the broker's messaging cost.
 * @param certificateArn provides partition, region and account
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
