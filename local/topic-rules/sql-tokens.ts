// Splits a topic rule's SQL into words, quoted strings and single marks. It rejects nothing: unsupported syntax becomes
// a token that the parser can name when it refuses the statement.

export interface SqlToken {
  kind: 'word' | 'string' | 'mark';
  text: string;
}

const TOKEN = /(?<word>\w+)|'(?<string>[^']*)'|(?<mark>\S)/g;

export function tokenize(sql: string): SqlToken[] {
  return [...sql.matchAll(TOKEN)].map(({ groups = {} }): SqlToken => {
    const { word, string, mark } = groups;
    if (word !== undefined) return { kind: 'word', text: word };
    if (string !== undefined) return { kind: 'string', text: string };
    return { kind: 'mark', text: mark ?? '' };
  });
}
