/** The rules of the user pool, as the problem `invalid_password` names them. */
export interface Rule {
  readonly text: string;
  readonly isMet: boolean;
}

export function passwordRules(password: string, length: number): Rule[] {
  return [
    { text: `at least ${length} characters`, isMet: [...password].length >= length },
    { text: 'a lower case letter', isMet: /[a-z]/.test(password) },
    { text: 'an upper case letter', isMet: /[A-Z]/.test(password) },
    { text: 'a digit', isMet: /\d/.test(password) },
    { text: 'a symbol', isMet: /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/.test(password) },
  ];
}
