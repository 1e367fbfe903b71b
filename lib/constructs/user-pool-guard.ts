import type { UserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { visible } from './rate-rules';

/**
 * Public Cognito operations that we don't use: with them, users could delete themselves or change what identifies them,
 * and strangers could try passwords and use up the account's quota. Requests blocked by a firewall don't count towards
 * quotas. Our own functions sign their requests and call none of these.
 */
const CLOSED = [
  'AssociateSoftwareToken',
  'ChangePassword',
  'ConfirmForgotPassword',
  'ConfirmSignUp',
  'DeleteUser',
  'DeleteUserAttributes',
  'ForgotPassword',
  'GetUserAttributeVerificationCode',
  'InitiateAuth',
  'ResendConfirmationCode',
  'RespondToAuthChallenge',
  'SetUserMFAPreference',
  'SetUserSettings',
  'SignUp',
  'UpdateUserAttributes',
  'VerifyUserAttribute',
];

/** A firewall that keeps clients from calling the user pool directly. */
export class UserPoolGuard extends Construct {
  constructor(scope: Construct, id: string, pool: UserPool, stage: string) {
    super(scope, id);
    const acl = new CfnWebACL(this, 'Acl', {
      name: `trading-${stage}-user-pool`,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('user-pool'),
      rules: [
        {
          name: 'closed-operations',
          priority: 1,
          action: { block: {} },
          visibilityConfig: visible('closed-operations'),
          statement: {
            regexMatchStatement: {
              fieldToMatch: { singleHeader: { Name: 'x-amz-target' } },
              regexString: `^AWSCognitoIdentityProviderService\\.(${CLOSED.join('|')})$`,
              textTransformations: [{ priority: 0, type: 'NONE' }],
            },
          },
        },
      ],
    });
    new CfnWebACLAssociation(this, 'Association', { webAclArn: acl.attrArn, resourceArn: pool.userPoolArn });
  }
}
