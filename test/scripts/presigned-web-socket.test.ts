import { presign } from '../../scripts/check/test-deploy/presigned-web-socket';

/** Source: Amazon S3 API Reference, "Authenticating Requests: Using Query Parameters", its example. */
const EXAMPLE = {
  host: 'examplebucket.s3.amazonaws.com',
  path: '/test.txt',
  service: 's3',
  region: 'us-east-1',
  credentials: {
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  },
  at: new Date('2013-05-24T00:00:00Z'),
  expiresSeconds: 86_400,
  payloadHash: 'UNSIGNED-PAYLOAD',
};

test("the signature matches AWS's example", () => {
  expect(new URL(presign(EXAMPLE)).searchParams.get('X-Amz-Signature')).toBe(
    'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
  );
});

test('a session token is added unsigned, as IoT Core expects', () => {
  const withToken = { ...EXAMPLE, credentials: { ...EXAMPLE.credentials, sessionToken: 'a+b' } };
  expect(presign(withToken)).toBe(`${presign(EXAMPLE)}&X-Amz-Security-Token=a%2Bb`);
});
