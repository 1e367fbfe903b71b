import httpSecurityHeaders from '@middy/http-security-headers';

/** Page-only headers are off, as pages set their own policy; so is `Reporting-Endpoints`, which would be empty. */
const OPTIONS = {
  dnsPrefetchControl: false,
  downloadOptions: false,
  originAgentCluster: false,
  reportingEndpoints: false,
  contentSecurityPolicy: false,
  permissionsPolicy: false,
  reportTo: false,
  xssProtection: false,
} as const;

/** The headers of every response. */
export function securityHeaders() {
  return httpSecurityHeaders(OPTIONS);
}
