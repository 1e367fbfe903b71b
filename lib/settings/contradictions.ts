import type { Configuration } from './stage-defaults';

/** Values that are valid on their own but contradict each other. */
export const contradictions: [sentence: string, holds: (configuration: Configuration) => boolean][] = [
  [
    'The context value "alarmEmail" takes effect only when "alarms" is true.',
    ({ alarmEmail, alarms }) => alarmEmail !== undefined && !alarms,
  ],
  [
    'The context value "alarmEmail" is required in prod: alarms must notify someone. To omit it, set "alarms=false".',
    ({ stage, alarmEmail, alarms }) => stage === 'prod' && alarms && alarmEmail === undefined,
  ],
  [
    'The context value "monthlyBudget" requires "alarmEmail": someone has to be notified.',
    ({ monthlyBudget, alarmEmail }) => monthlyBudget !== '' && alarmEmail === undefined,
  ],
  [
    'The context value "ingestShards" takes effect only when "ingest" is kinesis.',
    ({ ingest, ingestShards }) => ingestShards !== '' && ingest !== 'kinesis',
  ],
  [
    'The context values "warmReadUnits" and "warmWriteUnits" must be given together.',
    ({ warmReadUnits, warmWriteUnits }) => (warmReadUnits === '') !== (warmWriteUnits === ''),
  ],
  [
    'The context values "domainName" and "certificateArn" must be given together.',
    ({ domainName, certificateArn }) => (domainName === undefined) !== (certificateArn === undefined),
  ],
  [
    'The context value "console" requires "iotEndpoint", see: aws iot describe-endpoint --endpoint-type iot:Data-ATS',
    (configuration) => configuration.console && configuration.iotEndpoint === undefined,
  ],
  [
    'The context value "iotEndpoint" takes effect only when "console" is true.',
    (configuration) => !configuration.console && configuration.iotEndpoint !== undefined,
  ],
];
