// TypeScript widens the keys of a record to `string` on the way through Object.keys. Our records are literals
// whose keys are exactly their type, so here, and only here, the names are given back.

export function namesOf<Name extends string>(record: Record<Name, unknown>): Name[] {
  return Object.keys(record) as Name[];
}

export function byName<Name extends string, Value>(
  names: Name[],
  make: (name: Name) => Value,
): Record<Name, Value> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>;
}
