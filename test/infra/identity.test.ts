import { Match } from 'aws-cdk-lib/assertions';
import { clientOf, only, synthesize } from '../../testing/synthesize';

const template = synthesize();

test('only our API can sign users up, and usernames ignore case', () => {
  expect(only(template, 'AWS::Cognito::UserPool').Properties).toMatchObject({
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: true },
    UsernameConfiguration: { CaseSensitive: false },
    Policies: {
      PasswordPolicy: {
        MinimumLength: 8,
        RequireLowercase: true,
        RequireUppercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
      },
    },
  });
  expect(only(template, 'AWS::Cognito::UserPool').Properties).not.toHaveProperty('AliasAttributes');
});

test('the mark of our own sign-up is an immutable attribute', () => {
  expect(only(template, 'AWS::Cognito::UserPool').Properties.Schema).toEqual([
    { Name: 'origin', AttributeDataType: 'String', Mutable: false },
  ]);
});

test("the client signs in by a flow closed to strangers, refreshes for thirty days, and doesn't reveal which usernames exist", () => {
  const { Properties } = clientOf(template, 'sign-in');
  expect(Properties).toMatchObject({
    GenerateSecret: false,
    AllowedOAuthFlowsUserPoolClient: false,
    PreventUserExistenceErrors: 'ENABLED',
    EnableTokenRevocation: true,
    AccessTokenValidity: 60,
    RefreshTokenValidity: 30 * 24 * 60,
    TokenValidityUnits: { AccessToken: 'minutes', RefreshToken: 'minutes' },
  });
  expect(Properties.ExplicitAuthFlows.sort()).toEqual([
    'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    'ALLOW_REFRESH_TOKEN_AUTH',
  ]);
});

test("users can't change their e-mail address with their token, as it is claimed under their username", () => {
  expect(clientOf(template, 'sign-in').Properties.WriteAttributes).toEqual(['locale']);
});

test('codes use a client of their own, with a secret, which issues no tokens', () => {
  const { Properties } = clientOf(template, 'codes');
  expect(Properties).toMatchObject({ PreventUserExistenceErrors: 'ENABLED' });
  expect(Properties.ExplicitAuthFlows).toEqual(['ALLOW_REFRESH_TOKEN_AUTH']);
  expect(Properties.WriteAttributes.sort()).toEqual(['custom:origin', 'email']);
});

test('codes are sent by e-mail, and resets only to confirmed addresses', () => {
  expect(only(template, 'AWS::Cognito::UserPool').Properties).toMatchObject({
    AutoVerifiedAttributes: ['email'],
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
  });
});

test.each([
  [{}, 'open'],
  [{ signUp: 'confirmed' }, 'confirmed'],
  [{ stage: 'prod' }, 'confirmed'],
  [{ stage: 'prod', signUp: 'closed' }, 'closed'],
])(
  'with %j sign-up is %s, and the pool allows it only where users confirm it themselves',
  (context, mode) => {
    const stack = synthesize(context);
    expect(only(stack, 'AWS::Cognito::UserPool').Properties.AdminCreateUserConfig).toEqual({
      AllowAdminCreateUserOnly: mode !== 'confirmed',
    });
    for (const route of ['create-user', 'confirm-user'])
      stack.hasResourceProperties('AWS::Lambda::Function', {
        FunctionName: Match.stringLikeRegexp(`-${route}$`),
        Environment: { Variables: Match.objectLike({ SIGN_UP: mode }) },
      });
  },
);

test('codes come from our own address where one is configured', () => {
  const given = synthesize({ mailFrom: 'codes@example.com' });
  expect(only(given, 'AWS::Cognito::UserPool').Properties.EmailConfiguration).toMatchObject({
    EmailSendingAccount: 'DEVELOPER',
    From: 'codes@example.com',
  });
});

test('the lifetime of tokens and the length of passwords are set by context', () => {
  const strict = synthesize({ minimumPasswordLength: 14, accessTokenMinutes: '15', refreshTokenDays: '1' });
  expect(clientOf(strict, 'sign-in').Properties).toMatchObject({
    AccessTokenValidity: 15,
    IdTokenValidity: 15,
    RefreshTokenValidity: 24 * 60,
  });
  expect(only(strict, 'AWS::Cognito::UserPool').Properties).toMatchObject({
    Policies: { PasswordPolicy: { MinimumLength: 14 } },
  });
});

test('administrators are a group', () => {
  template.hasResourceProperties('AWS::Cognito::UserPoolGroup', { GroupName: 'admin' });
});

test('threat protection is enabled by context', () => {
  const guarded = only(synthesize({ threatProtection: 'true' }), 'AWS::Cognito::UserPool');
  expect(guarded.Properties).toMatchObject({
    UserPoolTier: 'PLUS',
    UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
  });
  expect(only(template, 'AWS::Cognito::UserPool').Properties.UserPoolTier).toBe('LITE');
  expect(only(template, 'AWS::Cognito::UserPool').Properties).not.toHaveProperty('UserPoolAddOns');
});
