import { gzipSync } from 'node:zlib';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { acceptsGzip } from '../../contract/accepts-gzip';

/** A response that is a file. The gateway doesn't compress, so it is compressed here, once. */
export class Content {
  private compressed: string | undefined;

  constructor(
    private readonly text: string,
    private readonly mediaType: string,
    private readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  response(acceptEncoding = ''): APIGatewayProxyStructuredResultV2 {
    const headers = {
      'content-type': `${this.mediaType}; charset=utf-8`,
      'cache-control': 'no-cache',
      vary: 'accept-encoding',
      ...this.headers,
    };
    if (!acceptsGzip(acceptEncoding)) return { statusCode: 200, headers, body: this.text };
    this.compressed ??= gzipSync(this.text).toString('base64');
    return {
      statusCode: 200,
      headers: { ...headers, 'content-encoding': 'gzip' },
      body: this.compressed,
      isBase64Encoded: true,
    };
  }
}
