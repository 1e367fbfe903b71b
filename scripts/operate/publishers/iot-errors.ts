export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

/** For `catch`: handles an error of this name with `instead`, and rethrows any other. */
export function unlessNamed<T>(name: string, instead: () => T): (error: unknown) => T {
  return (error) => {
    if (isNamed(error, name)) return instead();
    throw error;
  };
}
