import httpSecurityHeaders from '@middy/http-security-headers';

/** What is for pages only is left out, as a page brings its own policy; by itself the library would also send an empty `Reporting-Endpoints`. */
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

/** The headers that every answer of ours carries. */
export function securityHeaders() {
  return httpSecurityHeaders(OPTIONS);
}
