import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Configuration } from '../configuration';

const indexName = 'GSI1';

type ItemAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'Scan'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem';

export interface TableAccess {
  items?: ItemAction[];
  /** Only Query on the index: no access pattern needs a Scan of it. */
  index?: 'Query'[];
}

/** The system's single table. It holds every entity; a function can access it only after `bind`. */
export class TradingTable extends Construct {
  readonly table: Table;
  readonly indexNames = [indexName];

  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id);
    const { removalPolicy } = configuration;
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'PK', type: AttributeType.STRING },
      sortKey: { name: 'SK', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      ...throughputOf(configuration),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'expiresAt',
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy,
    });
    // Lists read keys from the index and items from the table, so the index projects only the fills.
    this.table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: { name: 'GSI1PK', type: AttributeType.STRING },
      sortKey: { name: 'GSI1SK', type: AttributeType.STRING },
      projectionType: ProjectionType.INCLUDE,
      nonKeyAttributes: ['fill'],
      ...throughputOf(configuration),
    });
  }

  /** Sets the table's name in a function's environment and grants exactly these actions, in one call. */
  bind(fn: LambdaFunction, access: TableAccess): void {
    const { items = [], index = [] } = access;
    if (items.length === 0 && index.length === 0) return;

    fn.addEnvironment('TABLE_NAME', this.table.tableName);
    this.allow(fn, items, this.table.tableArn);
    this.allow(fn, index, `${this.table.tableArn}/index/${indexName}`);
  }

  /**
   * Lets a function read the table's changes, but no other items.
   * @returns the ARN of the stream
   */
  bindStream(fn: LambdaFunction): string {
    const { tableStreamArn } = this.table;
    if (tableStreamArn === undefined) throw new Error('the table has a stream');
    this.allow(fn, ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'], tableStreamArn);
    return tableStreamArn;
  }

  private allow(fn: LambdaFunction, actions: string[], resource: string): void {
    if (actions.length === 0) return;
    fn.addToRolePolicy(
      new PolicyStatement({ actions: actions.map((action) => `dynamodb:${action}`), resources: [resource] }),
    );
  }
}

/**
 * Warm and maximum throughput of table and index. Every write may also be one to the index, and an index that falls
 * behind throttles the table, so both are sized alike.
 */
function throughputOf({ warmReadUnits, warmWriteUnits, maxReadUnits, maxWriteUnits }: Configuration) {
  return {
    ...(warmReadUnits !== '' &&
      warmWriteUnits !== '' && {
        warmThroughput: { readUnitsPerSecond: warmReadUnits, writeUnitsPerSecond: warmWriteUnits },
      }),
    ...(maxReadUnits !== '' && { maxReadRequestUnits: maxReadUnits }),
    ...(maxWriteUnits !== '' && { maxWriteRequestUnits: maxWriteUnits }),
  };
}
