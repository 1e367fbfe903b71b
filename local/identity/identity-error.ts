/** The names are Cognito's own: the SDK turns them into its error classes, and our handlers know them by these. */
export type IdentityErrorName =
  | 'InvalidParameterException'
  | 'InvalidPasswordException'
  | 'NotAuthorizedException'
  | 'ResourceNotFoundException'
  | 'UnknownOperationException'
  | 'UnsupportedTokenTypeException'
  | 'UsernameExistsException'
  | 'UserNotFoundException';

/** An answer that says no. Whatever else is thrown in this folder is a defect of ours. */
export class IdentityError extends Error {
  constructor(
    override readonly name: IdentityErrorName,
    message: string,
  ) {
    super(message);
  }
}

/** One sentence for an unknown user and for a wrong password, so that nobody learns which names exist. */
export function wrongCredentials(): IdentityError {
  return new IdentityError('NotAuthorizedException', 'Incorrect username or password.');
}
