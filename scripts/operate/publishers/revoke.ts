import {
  DeleteCertificateCommand,
  DeletePolicyCommand,
  DeleteThingCommand,
  DetachPolicyCommand,
  DetachThingPrincipalCommand,
  type IoTClient,
  ListAttachedPoliciesCommand,
  ListThingPrincipalsCommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot';
import { PublisherFolder } from './folder';
import { isNamed, unlessNamed } from './iot-errors';
import type { PublisherOptions } from './options';
import { ownPolicyName } from './policy';

export type Pause = (ms: number) => Promise<void>;

/**
 * Removes everything that makes up a publisher, starting with the right to connect. It skips what is already gone, so
 * it can be run again after being interrupted anywhere.
 *
 * @returns how many certificates it revoked
 */
export async function revoke(iot: IoTClient, options: PublisherOptions, pause: Pause): Promise<number> {
  const { name, stage } = options;
  const folder = new PublisherFolder(options.folder);
  const { principals = [] } = await iot
    .send(new ListThingPrincipalsCommand({ thingName: name }))
    .catch(unlessNamed('ResourceNotFoundException', () => ({ principals: [] })));
  const kept = folder.kept()?.certificateArn;
  const certificates = new Set([...principals, ...(kept === undefined ? [] : [kept])]);
  for (const certificate of certificates) {
    await withdrawCertificate(iot, certificate, name, pause);
  }
  const policyName = ownPolicyName(stage, name);
  await settled(pause, () => gone(iot.send(new DeletePolicyCommand({ policyName }))));
  await settled(pause, () => gone(iot.send(new DeleteThingCommand({ thingName: name }))));
  folder.remove();
  return certificates.size;
}

/** Deactivates the certificate before deleting it. */
export async function withdrawCertificate(
  iot: IoTClient,
  certificateArn: string,
  thingName?: string,
  pause: Pause = async () => undefined,
): Promise<void> {
  const certificateId = certificateArn.replace(/^.*:cert\//, '');
  await gone(iot.send(new UpdateCertificateCommand({ certificateId, newStatus: 'INACTIVE' })));
  const { policies = [] } = await iot
    .send(new ListAttachedPoliciesCommand({ target: certificateArn }))
    .catch(unlessNamed('ResourceNotFoundException', () => ({ policies: [] })));
  for (const { policyName } of policies)
    await gone(iot.send(new DetachPolicyCommand({ policyName, target: certificateArn })));
  if (thingName !== undefined)
    await gone(iot.send(new DetachThingPrincipalCommand({ thingName, principal: certificateArn })));
  await settled(pause, () => gone(iot.send(new DeleteCertificateCommand({ certificateId }))));
}

async function gone(sent: Promise<unknown>): Promise<void> {
  await sent.catch(unlessNamed('ResourceNotFoundException', () => undefined));
}

const ATTEMPTS = 10;
const PAUSE_MS = 1_000;

/** AWS takes some seconds to notice that something is detached, and refuses to delete it until then. */
async function settled(pause: Pause, attempt: () => Promise<void>): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt();
    } catch (error) {
      const isEarly = isNamed(error, 'DeleteConflictException') || isNamed(error, 'InvalidRequestException');
      if (!isEarly || attempts === ATTEMPTS) throw error;
      await pause(PAUSE_MS);
    }
  }
}
