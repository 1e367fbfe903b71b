import * as z from 'zod';
import { NotSupported } from './not-supported';
import { meaninglessHere, type ResourceReader } from './resource-reader';

const PasswordPolicy = z.strictObject({
  MinimumLength: z.number().default(8),
  RequireLowercase: z.boolean().default(false),
  RequireUppercase: z.boolean().default(false),
  RequireNumbers: z.boolean().default(false),
  RequireSymbols: z.boolean().default(false),
});
export type PasswordPolicy = z.infer<typeof PasswordPolicy>;

// Custom attributes. The provider stores any it is given, and none affects its behavior.
const OwnAttribute = z.strictObject({
  Name: z.string(),
  AttributeDataType: z.literal('String'),
  Mutable: z.boolean().optional(),
  Required: z.literal(false).optional(),
});

const UserPool = z.strictObject({
  Schema: z.array(OwnAttribute).optional(),
  Policies: z.strictObject({ PasswordPolicy }).optional(),
  AdminCreateUserConfig: z.strictObject({ AllowAdminCreateUserOnly: z.boolean() }),
  UsernameConfiguration: z.strictObject({ CaseSensitive: z.literal(false) }),
  AutoVerifiedAttributes: z.tuple([z.literal('email')]).optional(),
  AccountRecoverySetting: z
    .strictObject({
      RecoveryMechanisms: z.tuple([
        z.strictObject({ Name: z.literal('verified_email'), Priority: z.number() }),
      ]),
    })
    .optional(),
  // This host sends no email or text messages: it prints the codes.
  EmailConfiguration: meaninglessHere,
  EmailVerificationMessage: meaninglessHere,
  EmailVerificationSubject: meaninglessHere,
  SmsVerificationMessage: meaninglessHere,
  VerificationMessageTemplate: meaninglessHere,
  UserPoolName: meaninglessHere,
  UserPoolTier: meaninglessHere,
  UserPoolAddOns: meaninglessHere,
  UserPoolTags: meaninglessHere,
  DeletionProtection: meaninglessHere,
});

const SignInClient = z.strictObject({
  UserPoolId: z.string(),
  ExplicitAuthFlows: z.array(z.enum(['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'])),
  GenerateSecret: z.literal(false).optional(),
  PreventUserExistenceErrors: z.literal('ENABLED'),
  EnableTokenRevocation: z.boolean().optional(),
  AllowedOAuthFlowsUserPoolClient: z.literal(false).optional(),
  // The lifetimes that the local identity provider gives its tokens: an hour, and thirty days for refresh tokens.
  AccessTokenValidity: z.literal(60),
  IdTokenValidity: z.literal(60),
  RefreshTokenValidity: z.literal(43_200),
  TokenValidityUnits: z.strictObject({
    AccessToken: z.literal('minutes'),
    IdToken: z.literal('minutes'),
    RefreshToken: z.literal('minutes'),
  }),
  SupportedIdentityProviders: z.tuple([z.literal('COGNITO')]).optional(),
  ClientName: meaninglessHere,
  // Attributes that users may change themselves: here they can change none.
  WriteAttributes: meaninglessHere,
});

/** The client for codes. It issues no tokens, so token lifetimes are irrelevant. */
const CodesClient = z.strictObject({
  UserPoolId: z.string(),
  ExplicitAuthFlows: z.tuple([z.literal('ALLOW_REFRESH_TOKEN_AUTH')]),
  GenerateSecret: z.literal(true),
  PreventUserExistenceErrors: z.literal('ENABLED'),
  AllowedOAuthFlowsUserPoolClient: z.literal(false).optional(),
  SupportedIdentityProviders: z.tuple([z.literal('COGNITO')]).optional(),
  ClientName: meaninglessHere,
  WriteAttributes: meaninglessHere,
});

const UserPoolClient = z.union([SignInClient, CodesClient]);

const UserPoolGroup = z.strictObject({
  UserPoolId: z.string(),
  GroupName: z.string(),
  Description: meaninglessHere,
  Precedence: meaninglessHere,
});

export interface IdentityDeclaration {
  poolId: string;
  clientId: string;
  codesClientId?: string;
  selfSignUp: boolean;
  groups: string[];
  passwordPolicy: PasswordPolicy;
}

/** Undefined if the stack has no user pool. */
export function readIdentity(reader: ResourceReader): IdentityDeclaration | undefined {
  const pools = reader.take('AWS::Cognito::UserPool', UserPool);
  const clients = reader.take('AWS::Cognito::UserPoolClient', UserPoolClient);
  const groups = reader.take('AWS::Cognito::UserPoolGroup', UserPoolGroup);
  const [pool] = pools;
  const [client, another] = clients.filter(({ properties }) => !properties.GenerateSecret);
  const [codesClient, third] = clients.filter(({ properties }) => properties.GenerateSecret);
  if (pool === undefined) return undefined;
  if (!client || another || third || pools.length > 1) {
    throw new NotSupported(
      `${pool.id}: the local host supports one user pool with one sign-in client and at most one client with a secret.`,
    );
  }
  return {
    poolId: reader.nameOf(pool.id),
    clientId: reader.nameOf(client.id),
    ...(codesClient && { codesClientId: reader.nameOf(codesClient.id) }),
    selfSignUp: !pool.properties.AdminCreateUserConfig.AllowAdminCreateUserOnly,
    groups: groups.map(({ properties }) => properties.GroupName),
    passwordPolicy: PasswordPolicy.parse(pool.properties.Policies?.PasswordPolicy ?? {}),
  };
}
