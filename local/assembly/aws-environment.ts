// The account and region that this machine plays. They show in ARNs, in ids and in the issuer of tokens, so they
// must stay what they are from one start to the next.
export const account = '000000000000';
export const region = 'us-east-1';

/** Where the functions of this host reach its AWS services, which is part of the URL of every queue. */
export interface HostedStack {
  stackName: string;
  awsEndpoint: string;
}

export function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}
