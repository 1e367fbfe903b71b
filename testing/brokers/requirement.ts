/** Something of the machine that a test needs and that may not be there. */
export interface Requirement {
  isMet: boolean;
  /** Completes "skipped: …". */
  otherwise: string;
}

/** Describes tests that run where the requirement is met, and elsewhere are reported as skipped, with the reason. */
export function describeWhen(requirement: Requirement, title: string, body: () => void): void {
  const { skip } = describe;
  if (requirement.isMet) describe(title, body);
  else skip(`${title} (skipped: ${requirement.otherwise})`, body);
}
