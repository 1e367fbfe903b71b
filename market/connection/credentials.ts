export interface Credentials {
  username?: string | undefined;
  password?: string | undefined;
}

/** The credentials in mqtt.js's form, which counts a key as given even if its value is undefined. */
export function mqttCredentials({ username, password }: Credentials): {
  username?: string;
  password?: string;
} {
  return { ...(username === undefined ? {} : { username }), ...(password === undefined ? {} : { password }) };
}

/** A broker's URL for printing, with any password hidden. */
export function printableUrl(url: string): string {
  return url.replace(/(:\/\/[^:/@]*):[^@/]*@/, '$1:***@');
}
