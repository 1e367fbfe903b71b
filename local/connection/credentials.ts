export interface Credentials {
  username?: string | undefined;
  password?: string | undefined;
}

/** The credentials as mqtt.js takes them: a key that is there counts, even when its value is undefined. */
export function mqttCredentials({ username, password }: Credentials): {
  username?: string;
  password?: string;
} {
  return { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
}

/** A broker's URL as it may be printed: a password in it is hidden. */
export function printableUrl(url: string): string {
  return url.replace(/(:\/\/[^:/@]*):[^@/]*@/, '$1:***@');
}
