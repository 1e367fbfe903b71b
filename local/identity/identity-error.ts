/** Cognito's own error names, from which the SDK makes the error classes that our handlers check for. */
export type IdentityErrorName =
  | 'CodeMismatchException'
  | 'ExpiredCodeException'
  | 'InvalidParameterException'
  | 'InvalidPasswordException'
  | 'LimitExceededException'
  | 'NotAuthorizedException'
  | 'ResourceNotFoundException'
  | 'UnknownOperationException'
  | 'UnsupportedTokenTypeException'
  | 'UsernameExistsException'
  | 'UserNotConfirmedException'
  | 'UserNotFoundException';

/** An error response of Cognito. Anything else thrown in this folder is a bug. */
export class IdentityError extends Error {
  constructor(
    override readonly name: IdentityErrorName,
    message: string,
  ) {
    super(message);
  }
}

/** The same message for an unknown user and a wrong password, so it doesn't reveal which names exist. */
export function wrongCredentials(): IdentityError {
  return new IdentityError('NotAuthorizedException', 'Incorrect username or password.');
}
