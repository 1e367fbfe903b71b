// Object.keys widens a record's keys to `string`. Our records are literals whose keys are exactly their type, so here,
// and only here, the cast back is safe.

export function namesOf<Name extends string>(record: Record<Name, unknown>): Name[] {
  return Object.keys(record) as Name[];
}

export function byName<Name extends string, Value>(
  names: Name[],
  make: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
}
