import type { UserPool } from 'aws-cdk-lib/aws-cognito';
import { CfnWebACL, CfnWebACLAssociation } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { EDGE_KEY_HEADER } from '../../functions/contract/edge-key';
import { visible } from './rate-rules';

/**
 * Public Cognito operations that we don't use: with them, users could delete themselves or change what identifies them,
 * and strangers could try passwords and use up the account's quota. Requests blocked by a firewall don't count towards
 * quotas.
 */
const CLOSED = [
  'AssociateSoftwareToken',
  'ChangePassword',
  'DeleteUser',
  'DeleteUserAttributes',
  'GetUserAttributeVerificationCode',
  'InitiateAuth',
  'ResendConfirmationCode',
  'RespondToAuthChallenge',
  'SetUserMFAPreference',
  'SetUserSettings',
  'UpdateUserAttributes',
  'VerifyUserAttribute',
];

/** Public operations that our functions call too, with the key of the edge. */
const OURS = ['ConfirmForgotPassword', 'ConfirmSignUp', 'ForgotPassword', 'SignUp'];

/** A firewall that keeps clients from calling the user pool directly. */
export class UserPoolGuard extends Construct {
  constructor(scope: Construct, id: string, pool: UserPool, edgeKey: string, stage: string) {
    super(scope, id);
    const isOurOwn: CfnWebACL.StatementProperty = {
      byteMatchStatement: {
        fieldToMatch: { singleHeader: { Name: EDGE_KEY_HEADER } },
        positionalConstraint: 'EXACTLY',
        searchString: edgeKey,
        textTransformations: [{ priority: 0, type: 'NONE' }],
      },
    };
    const isAnotherOne = { notStatement: { statement: isOurOwn } };
    const acl = new CfnWebACL(this, 'Acl', {
      name: `trading-${stage}-user-pool`,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: visible('user-pool'),
      rules: [
        blocked('closed-operations', 1, asksFor(CLOSED)),
        blocked('our-operations', 2, { andStatement: { statements: [asksFor(OURS), isAnotherOne] } }),
      ],
    });
    new CfnWebACLAssociation(this, 'Association', { webAclArn: acl.attrArn, resourceArn: pool.userPoolArn });
  }
}

function blocked(
  name: string,
  priority: number,
  statement: CfnWebACL.StatementProperty,
): CfnWebACL.RuleProperty {
  return { name, priority, statement, action: { block: {} }, visibilityConfig: visible(name) };
}

function asksFor(operations: readonly string[]): CfnWebACL.StatementProperty {
  return {
    regexMatchStatement: {
      fieldToMatch: { singleHeader: { Name: 'x-amz-target' } },
      regexString: `^AWSCognitoIdentityProviderService\\.(${operations.join('|')})$`,
      textTransformations: [{ priority: 0, type: 'NONE' }],
    },
  };
}
