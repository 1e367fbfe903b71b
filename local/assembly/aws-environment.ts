// The account and region that this host pretends to be. They appear in ARNs, ids and the issuer of tokens, so they
// must not change between starts.
export const account = '000000000000';
export const region = 'us-east-1';

/** The name of the hosted stack, and the address of the host's AWS services, which is part of every queue URL. */
export interface HostedStack {
  stackName: string;
  awsEndpoint: string;
}

export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}
