export type Service = 'DYNAMODB' | 'IOT_DATA_PLANE';

/** A service's endpoint, if it isn't AWS's own. */
export function configuredEndpoint(service: Service): string | undefined {
  return process.env[`AWS_ENDPOINT_URL_${service}`] ?? process.env.AWS_ENDPOINT_URL;
}
