import { createHash } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import * as z from 'zod';
import { setEnvironment } from '../api';
import { TestTable } from '../test-table';
import { FAULT_KINDS, type FaultKind } from './faults';
import { type Handlers, loadHandlers } from './handlers';
import { interposeScheduler } from './simulated-store';
import type { Tables } from './tables';

/** The handlers' environment except the table, of which every episode has its own. */
export interface Surroundings {
  /** The handlers' client. */
  readonly table: TestTable;
  readonly tables: Tables;
  readonly handlers: Handlers;
  /** The payloads sent to the dead-letter queue. */
  readonly deadLetters: Set<string>;
  readonly faults: Record<FaultKind, number>;
}

const Batch = z.array(z.object({ MessageBody: z.string() }));
const Letter = z.object({ payload: z.string() });

export async function openSurroundings(tables: Tables): Promise<Surroundings> {
  setEnvironment('simulation');
  const table = new TestTable(tables.client);
  const faults = noFaultsYet();
  interposeScheduler(table, (fault) => {
    faults[fault]++;
  });
  const deadLetters = new Set<string>();
  mockClient(SQSClient)
    .on(SendMessageBatchCommand)
    .callsFake(async ({ Entries }) => {
      for (const { MessageBody } of Batch.parse(Entries)) {
        const { payload } = Letter.parse(JSON.parse(MessageBody));
        deadLetters.add(Buffer.from(payload, 'base64').toString('utf8'));
      }
      return {};
    });
  mockClient(CognitoIdentityProviderClient)
    .on(AdminCreateUserCommand)
    .callsFake(async ({ Username, UserAttributes }) => ({
      User: { Attributes: [...UserAttributes, { Name: 'sub', Value: subjectOf(Username) }] },
    }))
    .on(AdminSetUserPasswordCommand)
    .resolves({});
  return { table, tables, deadLetters, faults, handlers: await loadHandlers() };
}

function noFaultsYet(): Record<FaultKind, number> {
  const counts = FAULT_KINDS.map((kind): [FaultKind, number] => [kind, 0]);
  return z.record(z.enum(FAULT_KINDS), z.int()).parse(Object.fromEntries(counts));
}

/** A UUID-like subject that is the same in every run. */
function subjectOf(username: string): string {
  const digits = createHash('sha256').update(username).digest('hex');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-8${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}
