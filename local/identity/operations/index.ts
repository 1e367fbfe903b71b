import { adminCreateUser } from './admin-create-user';
import { adminDeleteUser } from './admin-delete-user';
import { adminGetUser } from './admin-get-user';
import { adminSetUserPassword } from './admin-set-user-password';
import { adminUpdateUserAttributes } from './admin-update-user-attributes';
import { adminUserGlobalSignOut } from './admin-user-global-sign-out';
import { describeUserPoolClient } from './describe-user-pool-client';
import { confirmForgotPassword, forgotPassword } from './forgotten-password';
import { getUser } from './get-user';
import { adminAddUserToGroup, adminRemoveUserFromGroup } from './group-membership';
import { adminInitiateAuth, initiateAuth } from './initiate-auth';
import { listUsers } from './list-users';
import { listUsersInGroup } from './list-users-in-group';
import type { Operation } from './operation';
import { revokeToken } from './revoke-token';
import { confirmSignUp, signUp } from './sign-up';

/** The supported Cognito operations, by the last part of the SDK's `X-Amz-Target`. */
export const operations = new Map<string, Operation>(
  Object.entries({
    AdminAddUserToGroup: adminAddUserToGroup,
    AdminCreateUser: adminCreateUser,
    AdminDeleteUser: adminDeleteUser,
    AdminGetUser: adminGetUser,
    AdminInitiateAuth: adminInitiateAuth,
    AdminRemoveUserFromGroup: adminRemoveUserFromGroup,
    AdminSetUserPassword: adminSetUserPassword,
    AdminUpdateUserAttributes: adminUpdateUserAttributes,
    AdminUserGlobalSignOut: adminUserGlobalSignOut,
    ConfirmForgotPassword: confirmForgotPassword,
    ConfirmSignUp: confirmSignUp,
    DescribeUserPoolClient: describeUserPoolClient,
    ForgotPassword: forgotPassword,
    GetUser: getUser,
    InitiateAuth: initiateAuth,
    ListUsers: listUsers,
    ListUsersInGroup: listUsersInGroup,
    RevokeToken: revokeToken,
    SignUp: signUp,
  }),
);
