// The CloudFormation intrinsic functions that our stacks use. An unknown one is refused by name: an unresolved value
// would otherwise end up as an object in a function's environment.
import * as z from 'zod';
import { account, type HostedStack, region } from './aws-environment';
import type { CloudAssembly } from './cloud-assembly';
import { NotSupported } from './not-supported';
import { answersOf } from './references';

const Parts = z.array(z.unknown());
const Join = z.tuple([z.string(), Parts]);
const Select = z.tuple([z.coerce.number().int().nonnegative(), z.unknown()]);
const Split = z.tuple([z.string(), z.unknown()]);
const Sub = z.union([
  z.string().transform((pattern) => ({ pattern, given: new Map<string, unknown>() })),
  z
    .tuple([z.string(), z.record(z.string(), z.unknown())])
    .transform(([pattern, given]) => ({ pattern, given: new Map(Object.entries(given)) })),
]);
const GetAtt = z.union([
  z.tuple([z.string(), z.string()]).transform(([id, name]) => ({ id, name })),
  z
    .string()
    .regex(/^\w+\../)
    .transform((both) => ({ id: both.replace(/\..*/, ''), name: both.replace(/^\w+\./, '') })),
]);

export type Resolve = (value: unknown) => unknown;

export function resolverOf({ resources }: CloudAssembly, hosted: HostedStack): Resolve {
  const pseudoParameters: Record<string, string> = {
    'AWS::Region': region,
    'AWS::AccountId': account,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': hosted.stackName,
  };

  const functions: Record<string, (argument: unknown) => unknown> = {
    Ref: (argument) => ref(z.string().parse(argument)),
    'Fn::GetAtt': (argument) => attribute(GetAtt.parse(argument)),
    'Fn::Join': (argument) => {
      const [separator, parts] = Join.parse(resolve(argument));
      return parts.map(text).join(separator);
    },
    'Fn::Select': (argument) => {
      const [index, list] = Select.parse(resolve(argument));
      return Parts.parse(list)[index];
    },
    'Fn::Split': (argument) => {
      const [separator, whole] = Split.parse(resolve(argument));
      return text(whole).split(separator);
    },
    'Fn::Sub': (argument) => {
      const { pattern, given } = Sub.parse(argument);
      return pattern.replaceAll(/\$\{(!?)([^}]+)\}/g, (whole, literal: string, name: string) => {
        if (literal !== '') return whole.replace('!', '');
        if (given.has(name)) return text(resolve(given.get(name)));
        return name.includes('.') ? attribute(GetAtt.parse(name)) : ref(name);
      });
    },
  };

  function ref(name: string): string {
    const pseudo = pseudoParameters[name];
    return pseudo ?? answers(name, 'Ref').ref;
  }

  function attribute({ id, name }: z.infer<typeof GetAtt>): string {
    const value = answers(id, 'Fn::GetAtt').attributes[name];
    if (value === undefined)
      throw new NotSupported(`the attribute ${name} of ${id} is not known to the local host`);
    return value;
  }

  function answers(id: string, intrinsic: string) {
    const resource = resources[id];
    const known = resource && answersOf(id, resource, hosted);
    if (known === undefined)
      throw new NotSupported(
        `${intrinsic} of ${id} (${resource?.Type ?? 'no resource'}) is not supported by the local host`,
      );
    return known;
  }

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value);
    const [first] = entries;
    if (entries.length === 1 && first !== undefined && /^(Ref|Condition|Fn::\w+)$/.test(first[0])) {
      const [name, argument] = first;
      const known = functions[name];
      if (known === undefined)
        throw new NotSupported(`the intrinsic function ${name} is not supported by the local host`);
      return known(argument);
    }
    return Object.fromEntries(entries.map(([key, inner]) => [key, resolve(inner)]));
  }

  return resolve;
}

function text(value: unknown): string {
  return z.union([z.string(), z.number(), z.boolean()]).transform(String).parse(value);
}
