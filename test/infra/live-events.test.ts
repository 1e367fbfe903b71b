import { Match } from 'aws-cdk-lib/assertions';
import { clientOf, only, synthesize } from '../../testing/synthesize';

const template = synthesize();

test('the browser authorizer is given the trusted token issuer, and times out before IoT Core does', () => {
  template.hasResourceProperties('AWS::Lambda::Function', {
    FunctionName: 'trading-dev-authorize-subscriber',
    Timeout: 5,
    Environment: {
      Variables: Match.objectLike({
        TOKEN_ISSUER: {
          'Fn::Join': [
            '',
            [
              'https://cognito-idp.',
              { Ref: 'AWS::Region' },
              '.amazonaws.com/',
              { Ref: only(template, 'AWS::Cognito::UserPool').id },
            ],
          ],
        },
        USER_POOL_CLIENT_ID: { Ref: clientOf(template, 'sign-in').id },
      }),
    },
  });
});

test("only IoT Core's authorizer of the same stage and account may invoke it", () => {
  const permissions = Object.values(template.findResources('AWS::Lambda::Permission')).filter(
    ({ Properties }) => /authorizesubscriber/.test(JSON.stringify(Properties.FunctionName)),
  );
  expect(permissions).toHaveLength(1);
  expect(permissions[0]?.Properties).toMatchObject({
    Principal: 'iot.amazonaws.com',
    SourceAccount: { Ref: 'AWS::AccountId' },
    SourceArn: {
      'Fn::Join': [
        '',
        [
          'arn:aws:iot:',
          { Ref: 'AWS::Region' },
          ':',
          { Ref: 'AWS::AccountId' },
          ':authorizer/trading-dev-console',
        ],
      ],
    },
  });
});
