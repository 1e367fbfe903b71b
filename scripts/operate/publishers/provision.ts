import {
  AttachPolicyCommand,
  AttachThingPrincipalCommand,
  CreateKeysAndCertificateCommand,
  CreatePolicyCommand,
  CreateThingCommand,
  DescribeCertificateCommand,
  DescribeEndpointCommand,
  type IoTClient,
  ListThingPrincipalsCommand,
  UpdateCertificateCommand,
} from '@aws-sdk/client-iot';
import { Refusal } from '../../../local/refusal';
import { type KeptCertificate, type NewCertificate, PublisherFolder } from './folder';
import { isNamed, unlessNamed } from './iot-errors';
import type { PublisherOptions } from './options';
import { ownPolicyDocument, ownPolicyName, sharedPolicyName } from './policy';
import { withdrawCertificate } from './revoke';

/**
 * Creates a publisher: a thing, a certificate and a policy. The certificate works only after the last step, and its key
 * is on disk before anything depends on it: if interrupted, it can be run again to continue.
 *
 * @returns the endpoint to connect to
 */
export async function provision(iot: IoTClient, options: PublisherOptions): Promise<string> {
  const { name, stage, topic } = options;
  const folder = new PublisherFolder(options.folder);
  const attributes = { application: 'trading-system', stage };
  await iot.send(new CreateThingCommand({ thingName: name, attributePayload: { attributes } })).catch(
    unlessNamed('ResourceAlreadyExistsException', () => {
      throw new Refusal(`There is already a thing ${name}, which is not a publisher of the stage ${stage}.`);
    }),
  );
  const certificate = (await certificateIn(iot, folder)) ?? (await newCertificate(iot, name, folder));
  await allow(iot, options, certificate.certificateArn);
  const { certificateArn: principal, certificateId } = certificate;
  await iot.send(new AttachThingPrincipalCommand({ thingName: name, principal }));
  const { endpointAddress } = await iot.send(new DescribeEndpointCommand({ endpointType: 'iot:Data-ATS' }));
  if (endpointAddress === undefined) throw new Error('AWS IoT returned no endpoint');
  folder.describe({ name, endpoint: endpointAddress, topic: topic ?? 'the ticks topic' });
  await iot.send(new UpdateCertificateCommand({ certificateId, newStatus: 'ACTIVE' }));
  return endpointAddress;
}

/** The certificate whose key we have, unless it has since been revoked. */
async function certificateIn(iot: IoTClient, folder: PublisherFolder): Promise<KeptCertificate | undefined> {
  const kept = folder.kept();
  if (kept === undefined) return undefined;
  try {
    await iot.send(new DescribeCertificateCommand({ certificateId: kept.certificateId }));
    return kept;
  } catch (error) {
    if (isNamed(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
}

async function newCertificate(
  iot: IoTClient,
  name: string,
  folder: PublisherFolder,
): Promise<KeptCertificate> {
  const { principals = [] } = await iot.send(new ListThingPrincipalsCommand({ thingName: name }));
  if (principals.length > 0)
    throw new Refusal(
      `The publisher ${name} has a certificate whose key is not in ${folder.path}: revoke it first, or set --out.`,
    );
  const created = await iot.send(new CreateKeysAndCertificateCommand({ setAsActive: false }));
  const { certificateArn, certificateId, certificatePem, keyPair } = created;
  if (!certificateArn || !certificateId || !certificatePem || !keyPair?.PrivateKey)
    throw new Error('AWS IoT returned an incomplete certificate');
  const certificate: NewCertificate = {
    ...{ certificateArn, certificateId, certificatePem },
    privateKey: keyPair.PrivateKey,
  };
  try {
    folder.keep(certificate);
  } catch (error) {
    // Without its key it is useless.
    await withdrawCertificate(iot, certificateArn);
    throw error;
  }
  return certificate;
}

async function allow(iot: IoTClient, options: PublisherOptions, target: string): Promise<void> {
  const { name, stage, topic } = options;
  const policyName = topic === undefined ? sharedPolicyName(stage) : ownPolicyName(stage, name);
  if (topic !== undefined) {
    const policyDocument = ownPolicyDocument(target, name, stage, topic);
    await iot
      .send(new CreatePolicyCommand({ policyName, policyDocument }))
      .catch(unlessNamed('ResourceAlreadyExistsException', () => undefined));
  }
  await iot.send(new AttachPolicyCommand({ policyName, target })).catch(
    unlessNamed('ResourceNotFoundException', () => {
      throw new Refusal(
        `There is no policy ${policyName}: deploy the stage ${stage} first, then run this again.`,
      );
    }),
  );
}
