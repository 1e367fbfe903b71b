// Delivers messages on a topic to functions and streams according to the template's topic rules.

import { NotSupported } from '../assembly/not-supported';
import type { RuleTarget, TopicRuleDeclaration } from '../assembly/read-topic-rules';
import type { Deliver, Message } from '../broker/message';
import type { KinesisStream } from '../event-sources/kinesis-stream';
import type { Invocations } from '../functions/invocations';
import { parseTopicRule } from './topic-rule';

export interface Delivery {
  /** The topics the broker has to deliver. */
  topicFilter: string;
  deliver: Deliver;
  /** Whether deliveries started in order are processed in order, so none has to wait for the one before it. */
  keepsOrder: boolean;
}

export interface Targets {
  invocations: Pick<Invocations, 'invokeAsynchronously'>;
  streams: ReadonlyMap<string, Pick<KinesisStream, 'put'>>;
}

/** Undefined if the template has no rule. */
export function deliveryOf(declarations: TopicRuleDeclaration[], targets: Targets): Delivery | undefined {
  const rules = declarations.map(({ sql, ...rest }) => ({
    rule: parseTopicRule(sql),
    targets: rest.targets,
  }));
  const [topicFilter, another] = new Set(rules.map(({ rule }) => rule.topicFilter));
  if (topicFilter === undefined) return undefined;
  if (another !== undefined) {
    throw new NotSupported(
      `Topic rules with different filters (${topicFilter}, ${another}) are not supported here.`,
    );
  }
  return {
    topicFilter,
    keepsOrder: rules.every((rule) => rule.targets.every(({ kind }) => kind === 'stream')),
    async deliver(message) {
      const matching = rules.filter(({ rule }) => rule.matches(message.topic));
      await Promise.all(
        matching.flatMap(({ rule, targets: ofRule }) => {
          const event = rule.evaluate(message);
          return event === undefined ? [] : ofRule.map((target) => hand(event, message, target, targets));
        }),
      );
    },
  };
}

function hand(
  event: unknown,
  { topic }: Message,
  target: RuleTarget,
  { invocations, streams }: Targets,
): Promise<unknown> {
  if (target.kind === 'function') return invocations.invokeAsynchronously(target.arn, event);
  const stream = streams.get(target.name);
  if (stream === undefined) throw new Error(`${target.name} is not a stream of this stack`);
  return stream.put(topic, event);
}
