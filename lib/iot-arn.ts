import { Aws } from 'aws-cdk-lib';

/** Of a resource of IoT Core in the account and region of the stack. */
export function iotArn(resource: string): string {
  return `arn:aws:iot:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
}

/** A filter `a/#` matches `a` itself and everything below it; the wildcard of a policy spans levels, as `#` does. */
export function topicsOf(filter: string): string[] {
  const wildcarded = filter.replaceAll('+', '*');
  const parent = wildcarded.replace(/\/#$/, '');
  return parent === wildcarded ? [wildcarded] : [parent, `${parent}/*`];
}

/** A topic of the filter that is as good as any other, where one may be chosen. */
export function topicOf(filter: string): string {
  return filter.replace(/\/#$/, '').replaceAll('+', 'any');
}
