// MQTT topic filters as defined in MQTT 3.1.1, section 4.7: `+` matches one level, `#` the level it follows and
// everything below it, and neither matches the broker's own topics (those starting with `$`).

export interface TopicFilter {
  readonly filter: string;
  matches(topic: string): boolean;
}

/** @throws if it isn't a valid MQTT topic filter, naming the filter and what is wrong with it */
export function parseTopicFilter(filter: string): TopicFilter {
  const levels = filter.split('/');
  refuseInvalid(filter, levels);
  const isMultiLevel = levels.at(-1) === '#';
  const fixedLevels = isMultiLevel ? levels.slice(0, -1) : levels;
  const startsWithWildcard = levels[0] === '+' || levels[0] === '#';

  const matches = (topic: string): boolean => {
    if (startsWithWildcard && topic.startsWith('$')) return false;
    const names = topic.split('/');
    const hasRightDepth = isMultiLevel
      ? names.length >= fixedLevels.length
      : names.length === fixedLevels.length;
    return hasRightDepth && fixedLevels.every((level, depth) => level === '+' || level === names[depth]);
  };
  return { filter, matches };
}

function refuseInvalid(filter: string, levels: string[]): void {
  const refuse = (why: string): never => {
    throw new Error(`'${filter}' is not an MQTT topic filter: ${why}`);
  };
  if (filter === '') refuse('it is empty');
  if (filter.includes('\0')) refuse('it contains a NUL character');
  levels.forEach((level, depth) => {
    if (level.includes('#') && (level !== '#' || depth !== levels.length - 1)) {
      refuse('# must stand alone in the last level');
    }
    if (level.includes('+') && level !== '+') refuse('+ must stand alone in its level');
  });
}
