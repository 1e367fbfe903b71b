import type { Message } from '../../../local/broker/message';
import { parseTopicRule } from '../../../local/topic-rules/topic-rule';

const RULE =
  "SELECT encode(*, 'base64') AS payload, topic() AS topic, timestamp() AS received_at_ms, clientid() AS client_id FROM 'thndr-trading/#'";

function aMessage(payload: string | Buffer): Message {
  return {
    topic: 'thndr-trading/ticks',
    payload: Buffer.from(payload),
    clientId: 'feed-1',
    receivedAtMs: 1_700_000_000_123,
  };
}

test("the template's rule gives the payload in base64, with topic, time and client id", () => {
  expect(parseTopicRule(RULE).evaluate(aMessage('{"price": 28}'))).toEqual({
    payload: Buffer.from('{"price": 28}').toString('base64'),
    topic: 'thndr-trading/ticks',
    received_at_ms: 1_700_000_000_123,
    client_id: 'feed-1',
  });
});

test('bytes that are neither JSON nor text reach the rule target unchanged', () => {
  const bytes = Buffer.from([0xff, 0x00, 0xc3, 0x28]);
  expect(parseTopicRule(RULE).evaluate(aMessage(bytes))).toMatchObject({ payload: bytes.toString('base64') });
});

test('the columns keep the order of the statement', () => {
  const rule = parseTopicRule("select clientid() as c, topic() as t from 'a'");
  expect(JSON.stringify(rule.evaluate(aMessage('')))).toBe('{"c":"feed-1","t":"thndr-trading/ticks"}');
});

test('the rule fires for the topics of its FROM clause', () => {
  const rule = parseTopicRule(RULE);
  expect(rule.topicFilter).toBe('thndr-trading/#');
  expect(rule.matches('thndr-trading/cib')).toBe(true);
  expect(rule.matches('trading/stocks')).toBe(false);
});

test.each(['{"price":28}', '[{"price":28}]', '28', 'null'])(
  'SELECT * passes the JSON %s on as it is',
  (json) => {
    expect(parseTopicRule("SELECT * FROM 'a/b'").evaluate(aMessage(json))).toEqual(JSON.parse(json));
  },
);

test("SELECT * passes nothing on when the payload isn't JSON", () => {
  expect(parseTopicRule("SELECT * FROM 'a/b'").evaluate(aMessage('price: 28'))).toBeUndefined();
});

test('line breaks and indentation do not matter', () => {
  expect(parseTopicRule("\n  SELECT *\n  FROM 'a/b'\n").topicFilter).toBe('a/b');
});

test.each([
  ["SELECT * FROM 'a' WHERE price > 3", 'nothing expected after the topic filter, found WHERE'],
  ["SELECT price FROM 'a'", 'price is not a function call'],
  ["SELECT *, topic() AS t FROM 'a'", 'FROM expected, found ,'],
  ["SELECT topic(2) AS t FROM 'a'", 'topic(2) is not one of'],
  [
    "SELECT newuuid() AS id FROM 'a'",
    "newuuid() is not one of encode(*,'base64'), topic(), timestamp(), clientid()",
  ],
  ["SELECT encode(*, 'hex') AS p FROM 'a'", "encode(*,'hex') is not one of"],
  ["SELECT topic() FROM 'a'", 'AS expected, found FROM'],
  ["SELECT topic() AS t, clientid() AS t FROM 'a'", 'the name t is used twice'],
  ["SELECT topic( AS t FROM 'a'", 'is not closed'],
  ['SELECT * FROM a', 'a topic filter in single quotes expected, found a'],
  ["SELECT * FROM 'a/#/b'", "'a/#/b' is not an MQTT topic filter"],
  ["SELECT * FROM 'a", "a topic filter in single quotes expected, found '"],
  ['SELECT *', 'FROM expected, found the end'],
  ["SET @x = 1 SELECT * FROM 'a'", 'SELECT expected, found SET'],
  ['', 'SELECT expected, found the end'],
])('%j is refused by name', (sql, why) => {
  expect(() => parseTopicRule(sql)).toThrow(why);
  expect(() => parseTopicRule(sql)).toThrow(`in: ${sql}`);
});
