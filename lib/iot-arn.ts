import { Aws } from 'aws-cdk-lib';

/** The ARN of an IoT Core resource in the stack's account and region. */
export function iotArn(resource: string): string {
  return `arn:aws:iot:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
}

/** A filter `a/#` matches `a` itself and everything below it; a policy's wildcard spans levels, as `#` does. */
export function topicsOf(filter: string): string[] {
  const wildcarded = filter.replaceAll('+', '*');
  const parent = wildcarded.replace(/\/#$/, '');
  return parent === wildcarded ? [wildcarded] : [parent, `${parent}/*`];
}

/** An arbitrary topic that matches the filter. */
export function topicOf(filter: string): string {
  return filter.replace(/\/#$/, '').replaceAll('+', 'any');
}
