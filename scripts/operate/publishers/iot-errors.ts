export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}

/** For `catch`: answers an error of this name by `instead`, and lets every other one through. */
export function unlessNamed<T>(name: string, instead: () => T): (error: unknown) => T {
  return (error) => {
    if (isNamed(error, name)) return instead();
    throw error;
  };
}
