/** Something that a test needs on the machine and that may be missing. */
export interface Requirement {
  isMet: boolean;
  /** Completes "skipped: …". */
  otherwise: string;
}

/** Describes tests that run if the requirement is met, and are otherwise reported as skipped, with the reason. */
export function describeWhen(requirement: Requirement, title: string, body: () => void): void {
  const { skip } = describe;
  if (requirement.isMet) describe(title, body);
  else skip(`${title} (skipped: ${requirement.otherwise})`, body);
}
