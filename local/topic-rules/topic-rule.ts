import { errorText } from '../../market/connection/error-text';
import type { Message } from '../broker/message';
import { parseTopicFilter } from '../broker/topic-filter';
import { type SqlToken, tokenize } from './sql-tokens';

// The part of AWS IoT's rule SQL (version 2016-03-23) that the template uses, evaluated like IoT Core. Any other
// statement is refused at start, rather than leaving a half-working rule to be found out after deployment.

export interface TopicRule {
  topicFilter: string;
  matches(topic: string): boolean;
  /** The event for the rule's targets, or undefined if IoT Core would not invoke a Lambda function for the message. */
  evaluate(message: Message): unknown | undefined;
}

type Column = (message: Message) => string | number;

// Keyed by the call as written; `*` is the payload's raw bytes, so encode never fails.
const FUNCTIONS = new Map<string, Column>([
  ["encode(*,'base64')", (message) => message.payload.toString('base64')],
  ['topic()', (message) => message.topic],
  ['timestamp()', (message) => message.receivedAtMs],
  ['clientid()', (message) => message.clientId],
]);

/** @throws Error that quotes the statement and names what is not supported */
export function parseTopicRule(sql: string): TopicRule {
  try {
    const reader = new TokenReader(tokenize(sql));
    reader.expectKeyword('SELECT');
    const evaluate = reader.tryMark('*') ? wholePayload : shapeOf(readColumns(reader));
    reader.expectKeyword('FROM');
    const { filter, matches } = parseTopicFilter(reader.expectString('a topic filter in single quotes'));
    reader.expectEnd();
    return { topicFilter: filter, matches, evaluate };
  } catch (error) {
    throw new Error(`topic rule not supported on this host: ${errorText(error)}; in: ${sql}`, {
      cause: error,
    });
  }
}

function readColumns(reader: TokenReader): Map<string, Column> {
  const columns = new Map<string, Column>();
  do {
    const call = reader.expectCall();
    const column = FUNCTIONS.get(call);
    if (!column) throw new Error(`${call} is not one of ${[...FUNCTIONS.keys()].join(', ')}`);
    reader.expectKeyword('AS');
    const alias = reader.expectWord(`a name for ${call}`);
    if (columns.has(alias)) throw new Error(`the name ${alias} is used twice`);
    columns.set(alias, column);
  } while (reader.tryMark(','));
  return columns;
}

function shapeOf(columns: Map<string, Column>): TopicRule['evaluate'] {
  return (message) => Object.fromEntries([...columns].map(([alias, column]) => [alias, column(message)]));
}

// A Lambda action takes JSON only: IoT Core doesn't invoke the function for any other payload.
function wholePayload(message: Message): unknown | undefined {
  try {
    return JSON.parse(message.payload.toString('utf8'));
  } catch {
    return undefined;
  }
}

class TokenReader {
  private position = 0;
  constructor(private readonly tokens: SqlToken[]) {}

  expectKeyword(keyword: string): void {
    const token = this.next();
    if (token?.kind !== 'word' || token.text.toUpperCase() !== keyword) {
      throw new Error(`${keyword} expected, found ${describe(token)}`);
    }
  }

  expectWord(what: string): string {
    return this.expectKind('word', what);
  }

  expectString(what: string): string {
    return this.expectKind('string', what);
  }

  /** A function call with its arguments, spelled without spaces: `encode(*,'base64')`. */
  expectCall(): string {
    let call = this.expectWord('a function');
    if (!this.tryMark('(')) throw new Error(`${call} is not a function call`);
    call += '(';
    while (!this.tryMark(')')) {
      const token = this.next();
      if (!token) throw new Error(`${call} is not closed`);
      call += token.kind === 'string' ? `'${token.text}'` : token.text;
    }
    return `${call})`;
  }

  tryMark(mark: string): boolean {
    const token = this.tokens[this.position];
    const found = token?.kind === 'mark' && token.text === mark;
    if (found) this.position += 1;
    return found;
  }

  expectEnd(): void {
    const token = this.next();
    if (token) throw new Error(`nothing expected after the topic filter, found ${describe(token)}`);
  }

  private expectKind(kind: SqlToken['kind'], what: string): string {
    const token = this.next();
    if (token?.kind !== kind) throw new Error(`${what} expected, found ${describe(token)}`);
    return token.text;
  }

  private next(): SqlToken | undefined {
    const token = this.tokens[this.position];
    this.position += 1;
    return token;
  }
}

function describe(token: SqlToken | undefined): string {
  if (!token) return 'the end';
  return token.kind === 'string' ? `'${token.text}'` : token.text;
}
