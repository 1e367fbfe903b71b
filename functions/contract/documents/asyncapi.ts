import type * as z from 'zod';
import { version } from '../../../package.json';
import { eventTopics, quoteEvent, userEvent } from '../events';
import { MAX_TICKS_PER_MESSAGE, ticksPayload } from '../tick';
import { exampleOf } from './example';
import { SchemaCollection } from './json-schema';

const DESCRIPTION = `
Ticks are received over MQTT and fill orders; changes of orders and quotes are published over MQTT.

An acknowledged tick (QoS 1) will be committed, or end up in the dead-letter queue with the reason. Each element of an
array is accepted or refused on its own. Events are delivered at least once: drop an \`id\` already seen, and order by
\`sequence\`.
`.trim();

const BINDING_VERSION = '0.2.0';
const CONTENT_TYPE = 'application/json';

/** The documentation of the messages, generated from the schemas that read and write them. */
export function asyncApiDocument() {
  const schemas = new SchemaCollection();
  const messages = {
    ticks: messageOf(
      ticksPayload,
      'input',
      `A tick, or an array of at most ${MAX_TICKS_PER_MESSAGE}.`,
      schemas,
    ),
    userEvent: messageOf(userEvent, 'output', "A change to one of the user's orders, or a fill.", schemas),
    quoteEvent: messageOf(quoteEvent, 'output', 'The price of a stock has moved.', schemas),
  };
  return {
    asyncapi: '3.1.0',
    info: {
      title: 'Trading system: ticks and events',
      version,
      description: DESCRIPTION,
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    defaultContentType: CONTENT_TYPE,
    servers: SERVERS,
    channels: {
      ticks: channelOf('thndr-trading', 'Ticks of all stocks. The topic is set by `ticksTopic`.', 'ticks'),
      ticksOfTopic: {
        ...channelOf(
          'thndr-trading/{topic}',
          'Subtopics, for publishers that use a topic per stock.',
          'ticks',
        ),
        parameters: { topic: { description: 'Anything: the tick itself names its stock.' } },
      },
      userOrders: {
        ...channelOf(eventTopics.ordersOf('{user_id}'), "A user's orders and fills, in order.", 'userEvent'),
        parameters: { user_id: { description: "The user's id." } },
      },
      stockQuote: {
        ...channelOf(eventTopics.quoteOf('{stock_id}'), "A stock's latest quote.", 'quoteEvent'),
        parameters: { stock_id: { description: "The stock's id." } },
      },
    },
    operations: {
      receiveTicks: operationOf('receive', 'ticks', 'Publish ticks'),
      receiveTicksOfTopic: operationOf('receive', 'ticksOfTopic', 'Publish ticks below the topic'),
      sendUserEvents: operationOf('send', 'userOrders', "Follow a user's orders"),
      sendQuotes: operationOf('send', 'stockQuote', "Follow a stock's price"),
    },
    components: {
      messages,
      schemas: schemas.named,
      securitySchemes: {
        certificate: {
          type: 'X509',
          description: 'Required by AWS IoT Core; a broker on your machine requires nothing.',
        },
      },
    },
  };
}

const CERTIFICATE = { $ref: '#/components/securitySchemes/certificate' };

const SERVERS = {
  local: {
    host: '127.0.0.1:1883',
    protocol: 'mqtt',
    protocolVersion: '3.1.1',
    description: 'Your machine, after `npm start`.',
    bindings: { mqtt: { cleanSession: true, keepAlive: 60, bindingVersion: BINDING_VERSION } },
  },
  aws: {
    host: '{endpoint}:8883',
    protocol: 'mqtts',
    protocolVersion: '3.1.1',
    description: 'AWS IoT Core, with the certificate of a thing with the publisher policy.',
    variables: {
      endpoint: { description: 'From `aws iot describe-endpoint --endpoint-type iot:Data-ATS`.' },
    },
    security: [CERTIFICATE],
    bindings: { mqtt: { cleanSession: false, keepAlive: 60, bindingVersion: BINDING_VERSION } },
  },
};

type MessageName = 'ticks' | 'userEvent' | 'quoteEvent';

function channelOf(address: string, description: string, message: MessageName) {
  return { address, description, messages: { [message]: { $ref: `#/components/messages/${message}` } } };
}

/** @param action from our point of view: what we receive, others publish, and vice versa */
function operationOf(action: 'receive' | 'send', channel: string, summary: string) {
  return {
    action,
    channel: { $ref: `#/channels/${channel}` },
    summary,
    security: [CERTIFICATE],
    bindings: { mqtt: { qos: 1, retain: false, bindingVersion: BINDING_VERSION } },
  };
}

function messageOf(payload: z.ZodType, io: 'input' | 'output', summary: string, schemas: SchemaCollection) {
  const schema = schemas.add(payload, io);
  return {
    contentType: CONTENT_TYPE,
    summary,
    payload: schema,
    examples: [{ payload: exampleOf(schema, schemas) }],
    bindings: { mqtt: { contentType: CONTENT_TYPE, bindingVersion: BINDING_VERSION } },
  };
}
