// Returns a template's resources by type, each parsed through a strict schema, and tracks which types were requested:
// a type that is neither requested nor declared meaningless here is refused by name.
import * as z from 'zod';
import type { CloudAssembly } from './cloud-assembly';
import type { Resolve } from './intrinsics';
import { NotSupported } from './not-supported';

/** A property that matters on AWS only; listed explicitly, so that a new property is never silently ignored. */
export const meaninglessHere = z.unknown().optional();

export interface DeclaredResource<Properties> {
  id: string;
  properties: Properties;
}

export class ResourceReader {
  private readonly asked = new Set<string>();

  constructor(
    readonly assembly: CloudAssembly,
    private readonly resolve: Resolve,
  ) {}

  take<Schema extends z.ZodType>(type: string, schema: Schema): DeclaredResource<z.output<Schema>>[] {
    this.asked.add(type);
    return Object.entries(this.assembly.resources)
      .filter(([, resource]) => resource.Type === type)
      .map(([id, resource]) => ({ id, properties: this.parse(id, type, resource.Properties, schema) }));
  }

  /** The name or id that other resources know this one by. */
  nameOf(id: string): string {
    return z.string().parse(this.resolve({ Ref: id }));
  }

  arnOf(id: string): string {
    return this.attributeOf(id, 'Arn');
  }

  attributeOf(id: string, name: string): string {
    return z.string().parse(this.resolve({ 'Fn::GetAtt': [id, name] }));
  }

  refuseTheRest(meaningless: ReadonlySet<string>): void {
    for (const [id, { Type }] of Object.entries(this.assembly.resources)) {
      if (!this.asked.has(Type) && !meaningless.has(Type)) {
        throw new NotSupported(`${id}: resources of type ${Type} are not supported by the local host.`);
      }
    }
  }

  private parse<Schema extends z.ZodType>(id: string, type: string, properties: unknown, schema: Schema) {
    const parsed = schema.safeParse(this.resolveWithin(id, type, properties));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new NotSupported(`${id} (${type}): ${issue === undefined ? 'not understood' : describe(issue)}.`);
  }

  private resolveWithin(id: string, type: string, properties: unknown): unknown {
    try {
      return this.resolve(properties);
    } catch (error) {
      if (!(error instanceof NotSupported)) throw error;
      throw new NotSupported(`${id} (${type}): ${error.message}.`, { cause: error });
    }
  }
}

function describe(issue: z.core.$ZodIssue): string {
  const where = issue.path.map(String);
  if (issue.code === 'unrecognized_keys') {
    return `the property ${[...where, issue.keys[0] ?? ''].join('.')} is not supported by the local host`;
  }
  return `the value of ${where.join('.')} is not supported by the local host (${issue.message})`;
}
