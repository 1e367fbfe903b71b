import { parseTopicFilter } from '../../../local/broker/topic-filter';

test.each([
  ['thndr-trading/#', 'thndr-trading/ticks', true],
  ['thndr-trading/#', 'thndr-trading/egx/cib', true],
  ['thndr-trading/#', 'thndr-trading', true],
  ['thndr-trading/#', 'thndr-trading/', true],
  ['thndr-trading/#', 'thndr-trading-2/ticks', false],
  ['thndr-trading/#', 'thndr', false],
  ['ticks', 'ticks', true],
  ['ticks', 'Ticks', false],
  ['ticks', 'ticks/cib', false],
  ['ticks/+', 'ticks/cib', true],
  ['ticks/+', 'ticks/', true],
  ['ticks/+', 'ticks', false],
  ['ticks/+', 'ticks/egx/cib', false],
  ['+/ticks', 'egx/ticks', true],
  ['+/ticks', '/ticks', true],
  ['+/+/#', 'egx', false],
  ['#', 'anything/at/all', true],
  ['#', '$SYS/broker/uptime', false],
  ['+/broker', '$SYS/broker', false],
  ['$SYS/#', '$SYS/broker', true],
])('filter %s and topic %s: match is %s', (filter, topic, isMatch) => {
  expect(parseTopicFilter(filter).matches(topic)).toBe(isMatch);
});

test.each([
  ['', 'it is empty'],
  ['a/#/b', '# must stand alone in the last level'],
  ['a/b#', '# must stand alone in the last level'],
  ['a/b+/c', '+ must stand alone in its level'],
  ['a\0b', 'it contains a NUL character'],
])('%j is refused as a filter', (filter, why) => {
  expect(() => parseTopicFilter(filter)).toThrow(`'${filter}' is not an MQTT topic filter: ${why}`);
});
