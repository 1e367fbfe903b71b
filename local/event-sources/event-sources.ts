// The template's event source mappings: streams that topic rules put records into, and tables whose changes are
// followed.
import path from 'node:path';
import { DynamoDBStreamsClient, ListStreamsCommand } from '@aws-sdk/client-dynamodb-streams';
import { region } from '../assembly/aws-environment';
import { NotSupported } from '../assembly/not-supported';
import type { EventSourceDeclaration } from '../assembly/read-event-sources';
import type { StackDeclaration } from '../assembly/stack';
import type { Functions } from '../functions/functions';
import type { PrintLine } from '../functions/log';
import { Batches } from './batches';
import { Checkpoints } from './checkpoints';
import type { ReadPosition } from './keep-trimmed';
import { KinesisStream } from './kinesis-stream';
import { TableFollower } from './table-follower';

export interface EventSourcesOptions {
  stack: StackDeclaration;
  functions: Pick<Functions, 'invoke'>;
  sendToQueue(queueArn: string, body: string): Promise<void>;
  /** The engine's address. */
  endpoint: string;
  dataFolder?: string | undefined;
  retryDelaysMs: [number, number];
  print: PrintLine;
}

export class EventSources {
  /** The stack's streams by name. */
  readonly streams: Map<string, KinesisStream>;
  private readonly stopping = new AbortController();
  private readonly followers = new Map<string, TableFollower[]>();
  private checkpoints: Checkpoints | undefined;
  private following: Promise<unknown> = Promise.resolve();

  /** @throws NotSupported for a mapping whose source is neither a stream nor a table of the stack */
  constructor(private readonly options: EventSourcesOptions) {
    const { stack } = options;
    const known = new Set([
      ...stack.streams.map(({ arn }) => arn),
      ...stack.tables.map(({ streamArn }) => streamArn),
    ]);
    const stranger = stack.eventSources.find(({ sourceArn }) => !known.has(sourceArn));
    if (stranger)
      throw new NotSupported(`${stranger.id}: ${stranger.sourceArn} is not a stream of this stack.`);
    this.streams = new Map(
      stack.streams.map((stream) => {
        const [source, another] = stack.eventSources.filter(({ sourceArn }) => sourceArn === stream.arn);
        if (source === undefined || another !== undefined)
          throw new NotSupported(
            `${stream.name}: the local host supports a stream with exactly one consumer.`,
          );
        return [stream.name, new KinesisStream(stream, source, this.batchesOf(source, 'KinesisBatchInfo'))];
      }),
    );
  }

  /** Starts where the last run ended. Everything the functions need must be up. */
  async follow(): Promise<void> {
    const { stack, endpoint, dataFolder, print, retryDelaysMs } = this.options;
    const [retryDelayMs] = retryDelaysMs;
    const { signal: stopping } = this.stopping;
    const file = dataFolder && path.join(dataFolder, 'event-sources.json');
    const checkpoints = new Checkpoints({ file, print });
    this.checkpoints = checkpoints;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new DynamoDBStreamsClient({ endpoint, region, credentials });
    stopping.addEventListener('abort', () => client.destroy());
    for (const source of stack.eventSources) {
      const table = stack.tables.find(({ streamArn }) => streamArn === source.sourceArn);
      if (table === undefined) continue;
      const streamArn = await streamOf(table.name, client);
      const batches = this.batchesOf(source, 'DDBStreamBatchInfo');
      const follower = new TableFollower({
        ...{ client, endpoint, streamArn, source, batches, checkpoints, stopping, print, retryDelayMs },
      });
      this.followers.set(table.name, [...(this.followers.get(table.name) ?? []), follower]);
    }
    this.following = Promise.all([...this.followers.values()].flat().map((follower) => follower.run()));
  }

  /** The position of a table's slowest follower; undefined for a table without followers. */
  positionIn(tableName: string): ReadPosition | undefined {
    const followers = this.followers.get(tableName);
    if (followers === undefined) return undefined;
    const positions = followers.map(({ passed }) => passed);
    const isBehind = positions.includes(undefined);
    return { passed: isBehind ? undefined : Math.min(...positions.map(Number)) };
  }

  async stop(): Promise<void> {
    this.stopping.abort(new Error('the host is stopping'));
    await this.following;
    await this.checkpoints?.save();
  }

  private batchesOf(
    source: EventSourceDeclaration,
    letterSection: 'DDBStreamBatchInfo' | 'KinesisBatchInfo',
  ) {
    const { stack, functions, sendToQueue, retryDelaysMs, print } = this.options;
    const fn = stack.functions.find(({ name }) => name === source.functionName);
    if (fn === undefined)
      throw new NotSupported(`${source.id}: ${source.functionName} is not a function of this stack.`);
    return new Batches({
      source,
      functionArn: fn.arn,
      letterSection,
      invoke: (arn, event) => functions.invoke(arn, event),
      sendToQueue,
      retryDelaysMs,
      stopping: this.stopping.signal,
      print,
    });
  }
}

/** The engine has its own stream ARNs. */
async function streamOf(tableName: string, client: DynamoDBStreamsClient): Promise<string> {
  const { Streams } = await client.send(new ListStreamsCommand({ TableName: tableName }));
  const streamArn = Streams?.at(-1)?.StreamArn;
  if (streamArn === undefined)
    throw new NotSupported(`The table ${tableName} was created without a stream. Use another --data folder.`);
  return streamArn;
}
