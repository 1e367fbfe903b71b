import { only, synthesize } from '../../testing/synthesize';

const template = synthesize();

test('people are signed up by our API only, under a name whose case does not matter', () => {
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

test('the mark of our own sign-up is an attribute that nobody can change', () => {
  expect(only(template, 'AWS::Cognito::UserPool').Properties.Schema).toEqual([
    { Name: 'origin', AttributeDataType: 'String', Mutable: false },
  ]);
});

test('the client signs in by a flow that strangers can not use, refreshes for thirty days, and tells nobody which names exist', () => {
  const { Properties } = only(template, 'AWS::Cognito::UserPoolClient');
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

test('with his token nobody can change his e-mail address, which is claimed under his name', () => {
  expect(only(template, 'AWS::Cognito::UserPoolClient').Properties.WriteAttributes).toEqual(['locale']);
});

test('how long tokens and passwords are is set by context', () => {
  const strict = synthesize({ minimumPasswordLength: 14, accessTokenMinutes: '15', refreshTokenDays: '1' });
  expect(only(strict, 'AWS::Cognito::UserPoolClient').Properties).toMatchObject({
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

test('threat protection is bought by context', () => {
  const guarded = only(synthesize({ threatProtection: 'true' }), 'AWS::Cognito::UserPool');
  expect(guarded.Properties).toMatchObject({
    UserPoolTier: 'PLUS',
    UserPoolAddOns: { AdvancedSecurityMode: 'ENFORCED' },
  });
  expect(only(template, 'AWS::Cognito::UserPool').Properties.UserPoolTier).toBe('LITE');
  expect(only(template, 'AWS::Cognito::UserPool').Properties).not.toHaveProperty('UserPoolAddOns');
});
