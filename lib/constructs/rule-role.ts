import { Aws } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { iotArn } from '../iot-arn';

/** A role that only the given topic rule of this account can assume, with a single permission. */
export function ruleRole(
  scope: Construct,
  id: string,
  ruleName: string,
  { action, resource }: { action: string; resource: string },
): Role {
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal('iot.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
        ArnEquals: { 'aws:SourceArn': iotArn(`rule/${ruleName}`) },
      },
    }),
  });
  role.addToPolicy(new PolicyStatement({ actions: [action], resources: [resource] }));
  return role;
}
