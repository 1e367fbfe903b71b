import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IoTClient } from '@aws-sdk/client-iot';
import { mockClient } from 'aws-sdk-client-mock';
import { type PublisherOptions, readOptions } from '../../scripts/operate/publishers/options';
import { provision } from '../../scripts/operate/publishers/provision';
import { revoke } from '../../scripts/operate/publishers/revoke';

/** As much of AWS IoT as publishers need, with what is attached to what. */
const aws = mockClient(IoTClient);
const iot = new IoTClient({ region: 'us-east-1' });
const things = new Map<string, Set<string>>();
const certificates = new Map<string, { active: boolean; policies: Set<string> }>();
const policies = new Map<string, string>();
let options: PublisherOptions;

const ARN = 'arn:aws:iot:eu-west-1:123456789012:cert/';
/** The operation that fails once. */
let failing: string | undefined;

// biome-ignore lint/suspicious/noExplicitAny: the inputs of commands of every kind
type Fake = (input: any) => object;
const fakes = new Map<string, Fake>();

function answer(command: string, fake: Fake): void {
  fakes.set(command, fake);
}

async function send(command: { constructor: { name: string }; input: unknown }) {
  const { name } = command.constructor;
  if (name === failing) {
    failing = undefined;
    throw refusal('InternalFailureException');
  }
  return { ...of(fakes, name)(command.input), $metadata: {} };
}

const refusal = (name: string) => Object.assign(new Error(name), { name });

function of<T>(all: Map<string, T>, id: string | undefined): T {
  const found = all.get(id ?? '');
  if (found === undefined) throw refusal('ResourceNotFoundException');
  return found;
}
const byArn = (arn: string | undefined) => of(certificates, arn?.replace(ARN, ''));

beforeEach(() => {
  aws.reset();
  failing = undefined;
  aws.send.callsFake(send);
  for (const all of [things, certificates, policies]) all.clear();
  policies.set('trading-dev-publisher', '{}');
  options = {
    name: 'feed-1',
    stage: 'dev',
    folder: join(mkdtempSync(join(tmpdir(), 'publisher-')), 'feed-1'),
  };
  let made = 0;
  answer('CreateThingCommand', ({ thingName }) => {
    things.set(thingName, things.get(thingName) ?? new Set());
    return {};
  });
  answer('ListThingPrincipalsCommand', ({ thingName }) => ({ principals: [...of(things, thingName)] }));
  answer('CreateKeysAndCertificateCommand', ({ setAsActive }) => {
    const certificateId = `c${++made}`;
    certificates.set(certificateId, { active: setAsActive, policies: new Set() });
    const keyPair = { PrivateKey: `key of ${certificateId}` };
    return { certificateId, certificateArn: ARN + certificateId, certificatePem: 'PEM', keyPair };
  });
  answer('DescribeCertificateCommand', ({ certificateId }) => ({ ...of(certificates, certificateId) }));
  answer('UpdateCertificateCommand', ({ certificateId, newStatus }) => {
    of(certificates, certificateId).active = newStatus === 'ACTIVE';
    return {};
  });
  answer('CreatePolicyCommand', ({ policyName, policyDocument }) => {
    if (policies.has(policyName)) throw refusal('ResourceAlreadyExistsException');
    policies.set(policyName, policyDocument);
    return {};
  });
  answer('AttachPolicyCommand', ({ policyName, target }) => {
    of(policies, policyName);
    byArn(target).policies.add(policyName);
    return {};
  });
  answer('AttachThingPrincipalCommand', ({ thingName, principal }) => {
    of(things, thingName).add(principal);
    return {};
  });
  answer('DescribeEndpointCommand', () => ({ endpointAddress: 'abc-ats.iot.eu-west-1.amazonaws.com' }));
  answer('ListAttachedPoliciesCommand', ({ target }) => ({
    policies: [...byArn(target).policies].map((policyName) => ({ policyName })),
  }));
  answer('DetachPolicyCommand', ({ policyName, target }) => {
    byArn(target).policies.delete(policyName);
    return {};
  });
  answer('DetachThingPrincipalCommand', ({ thingName, principal }) => {
    of(things, thingName).delete(principal);
    return {};
  });
  answer('DeleteCertificateCommand', ({ certificateId }) => {
    const { active, policies: attached } = of(certificates, certificateId);
    const isHeld = [...things.values()].some((principals) => principals.has(ARN + certificateId));
    if (active || attached.size > 0 || isHeld) throw refusal('DeleteConflictException');
    certificates.delete(certificateId);
    return {};
  });
  answer('DeletePolicyCommand', ({ policyName }) => {
    of(policies, policyName);
    policies.delete(policyName);
    return {};
  });
  answer('DeleteThingCommand', ({ thingName }) => {
    if (of(things, thingName).size > 0) throw refusal('InvalidRequestException');
    things.delete(thingName);
    return {};
  });
});

const noPause = async () => undefined;
const read = (file: string) => readFileSync(join(options.folder, file), 'utf8');

function nothingIsLeft(): void {
  expect([things.size, certificates.size, [...policies.keys()]]).toEqual([0, 0, ['trading-dev-publisher']]);
}

test("a publisher is a thing with an active certificate and the template's policy", async () => {
  expect(await provision(iot, options)).toBe('abc-ats.iot.eu-west-1.amazonaws.com');
  expect(things.get('feed-1')).toEqual(new Set([`${ARN}c1`]));
  expect(certificates.get('c1')).toEqual({ active: true, policies: new Set(['trading-dev-publisher']) });
});

test('key, certificate and settings are readable by their owner only', async () => {
  await provision(iot, options);
  for (const file of ['private-key.pem', 'certificate.pem', 'publisher.json', 'publisher.env', 'README.txt'])
    expect([file, statSync(join(options.folder, file)).mode & 0o777]).toEqual([file, 0o600]);
  expect(statSync(options.folder).mode & 0o777).toBe(0o700);
  expect(read('private-key.pem')).toBe('key of c1');
  expect(read('publisher.env')).toContain('MQTT_URL=mqtts://abc-ats.iot.eu-west-1.amazonaws.com:8883\n');
});

test('a publisher of one topic may connect as itself, publish there, and nothing else', async () => {
  await provision(iot, { ...options, topic: 'thndr-trading/cib' });
  expect([...(certificates.get('c1')?.policies ?? [])]).toEqual(['trading-dev-publisher-feed-1']);
  const at = 'arn:aws:iot:eu-west-1:123456789012';
  expect(JSON.parse(policies.get('trading-dev-publisher-feed-1') ?? '').Statement).toEqual([
    { Effect: 'Allow', Action: 'iot:Connect', Resource: `${at}:client/feed-1` },
    {
      Effect: 'Allow',
      Action: 'iot:Publish',
      Resource: ['thndr-trading/cib', '$aws/rules/trading_dev_ticks/thndr-trading/cib'].map(
        (topic) => `${at}:topic/${topic}`,
      ),
    },
  ]);
});

test('provisioning twice has the effect of once', async () => {
  await provision(iot, options);
  await provision(iot, options);
  expect([...certificates.keys()]).toEqual(['c1']);
});

test('a certificate whose key is elsewhere is not replaced', async () => {
  await provision(iot, options);
  const elsewhere = { ...options, folder: `${options.folder}-2` };
  await expect(provision(iot, elsewhere)).rejects.toThrow('revoke it first');
  expect([...certificates.keys()]).toEqual(['c1']);
});

test('revoking removes everything, files included, and can be repeated', async () => {
  await provision(iot, { ...options, topic: 'thndr-trading/cib' });
  expect(await revoke(iot, options, noPause)).toBe(1);
  nothingIsLeft();
  expect(existsSync(options.folder)).toBe(false);
  expect(await revoke(iot, options, noPause)).toBe(0);
});

test('files that are not ours stay', async () => {
  await provision(iot, options);
  writeFileSync(join(options.folder, 'notes.txt'), 'mine');
  await revoke(iot, options, noPause);
  expect([read('notes.txt'), existsSync(join(options.folder, 'private-key.pem'))]).toEqual(['mine', false]);
});

describe.each([
  'CreateThingCommand',
  'ListThingPrincipalsCommand',
  'CreateKeysAndCertificateCommand',
  'CreatePolicyCommand',
  'AttachPolicyCommand',
  'AttachThingPrincipalCommand',
  'DescribeEndpointCommand',
  'UpdateCertificateCommand',
])('when the %s fails', (command) => {
  const fail = () => {
    failing = command;
  };
  const own = () => ({ ...options, topic: 'thndr-trading/cib' });

  test('no certificate works yet, and the next run completes what this one began', async () => {
    fail();
    await expect(provision(iot, own())).rejects.toThrow('InternalFailureException');
    expect([...certificates.values()].filter(({ active }) => active)).toEqual([]);
    await provision(iot, own());
    expect([...certificates.values()]).toEqual([
      { active: true, policies: new Set(['trading-dev-publisher-feed-1']) },
    ]);
  });

  test('revoke leaves nothing of it', async () => {
    fail();
    await expect(provision(iot, own())).rejects.toThrow('InternalFailureException');
    await revoke(iot, options, noPause);
    nothingIsLeft();
  });
});

test("a certificate whose key can't be saved is deleted at once", async () => {
  writeFileSync(options.folder, 'a file where the folder should be');
  await expect(provision(iot, options)).rejects.toThrow('EEXIST');
  expect(certificates.size).toBe(0);
});

test('without a deployed stack it says what to do, and works once there is one', async () => {
  policies.clear();
  await expect(provision(iot, options)).rejects.toThrow('deploy the stage dev first');
  policies.set('trading-dev-publisher', '{}');
  await provision(iot, options);
  expect([...certificates]).toEqual([['c1', { active: true, policies: new Set(['trading-dev-publisher']) }]]);
});

test('a deletion that AWS refuses as still attached is retried', async () => {
  await provision(iot, options);
  let refusals = 2;
  const deletion = () => {
    if (refusals-- > 0) throw refusal('DeleteConflictException');
    certificates.clear();
    return {};
  };
  answer('DeleteCertificateCommand', deletion);
  const pauses: number[] = [];
  await revoke(iot, options, async (ms) => void pauses.push(ms));
  expect([pauses, certificates.size]).toEqual([[1000, 1000], 0]);
});

test.each([
  [[], 'Name the publisher'],
  [['--name', 'a/b'], 'A name has'],
  [['--name', '*'], 'A name has'],
  [['--name', 'a', '--topic', 'x/#'], 'no wildcards'],
  [['--name', 'a', '--topic', '$aws/x'], 'no wildcards'],
  [['--name', 'a', '--stage', 'prod*'], 'A stage is'],
  [['--name', 'a', '--nmae', 'b'], '--nmae'],
])('%j is refused in one line', (args, why) => {
  expect(() => readOptions(args)).toThrow(why);
});
