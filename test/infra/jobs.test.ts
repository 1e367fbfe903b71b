import { synthesize } from '../../testing/synthesize';

const template = synthesize();

test.each([
  ['expire-orders', 'rate(1 minute)', undefined],
  ['audit', 'cron(0/15 * * * ? *)', { if_due: true }],
])(
  '%s runs at %s, is not retried when it fails, and can be started only by its own rule',
  (name, schedule, input) => {
    const [functionId = ''] = Object.keys(
      template.findResources('AWS::Lambda::Function', {
        Properties: { FunctionName: `trading-dev-${name}` },
      }),
    );
    const arn = { 'Fn::GetAtt': [functionId, 'Arn'] };
    const [rule] = Object.entries(
      template.findResources('AWS::Events::Rule', { Properties: { ScheduleExpression: schedule } }),
    );
    expect(rule?.[1].Properties).toMatchObject({
      State: 'ENABLED',
      Targets: [
        {
          Arn: arn,
          RetryPolicy: { MaximumRetryAttempts: 0 },
          ...(input && { Input: JSON.stringify(input) }),
        },
      ],
    });
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      FunctionName: { Ref: functionId },
      MaximumRetryAttempts: 0,
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      FunctionName: arn,
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [rule?.[0], 'Arn'] },
    });
  },
);
