import { Aws } from 'aws-cdk-lib';

/** Of a resource of IoT Core in the account and region of the stack. */
export function iotArn(resource: string): string {
  return `arn:aws:iot:${Aws.REGION}:${Aws.ACCOUNT_ID}:${resource}`;
}
