import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';

// AWS returns a publisher's private key only once, so this folder has the only copy.

const PRIVATE = 0o600;
const FILES = [
  'private-key.pem',
  'certificate.pem',
  'publisher.json',
  'publisher.env',
  'README.txt',
] as const;

const Kept = z.object({ certificateArn: z.string(), certificateId: z.string() });
export type KeptCertificate = z.infer<typeof Kept>;

export interface NewCertificate extends KeptCertificate {
  readonly certificatePem: string;
  readonly privateKey: string;
}

export interface Connection {
  readonly name: string;
  readonly endpoint: string;
  readonly topic: string;
}

export class PublisherFolder {
  constructor(readonly path: string) {}

  /** The certificate whose key is here. The file that names it is written last, so whatever it names is complete. */
  kept(): KeptCertificate | undefined {
    const file = path.join(this.path, 'publisher.json');
    return existsSync(file) ? Kept.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
  }

  keep({ certificatePem, privateKey, ...certificate }: NewCertificate): void {
    mkdirSync(this.path, { recursive: true, mode: 0o700 });
    this.write('private-key.pem', privateKey);
    this.write('certificate.pem', certificatePem);
    this.write('publisher.json', `${JSON.stringify(certificate, null, 2)}\n`);
  }

  describe({ name, endpoint, topic }: Connection): void {
    const settings = {
      MQTT_URL: `mqtts://${endpoint}:8883`,
      MQTT_CLIENT_ID: name,
      MQTT_TOPIC: topic,
      MQTT_KEY_FILE: path.join(this.path, 'private-key.pem'),
      MQTT_CERTIFICATE_FILE: path.join(this.path, 'certificate.pem'),
    };
    const lines = Object.entries(settings).map(([setting, value]) => `${setting}=${value}\n`);
    this.write('publisher.env', lines.join(''));
    this.write(
      'README.txt',
      [
        `The publisher ${name} connects to ${settings.MQTT_URL} with the client id ${name},`,
        'with private-key.pem and certificate.pem, and with the root certificate "Amazon Root CA 1".',
        `It may publish to ${topic}, with QoS 0 or 1. Keep the key secret: it is the password.`,
        `To revoke it: npm run feed:revoke -- --name ${name}`,
        '',
      ].join('\n'),
    );
  }

  /** Removes our files, and the folder if nothing else is in it. */
  remove(): void {
    for (const file of FILES) rmSync(path.join(this.path, file), { force: true });
    try {
      rmdirSync(this.path);
    } catch {
      // Not there, or not empty.
    }
  }

  /** The mode applies only when a file is created, so an old one is removed first. */
  private write(file: (typeof FILES)[number], content: string): void {
    const place = path.join(this.path, file);
    rmSync(place, { force: true });
    writeFileSync(place, content, { mode: PRIVATE, flag: 'wx' });
  }
}
