// From a message on a topic to the functions, as the topic rules of the template say.
import type { TopicRuleDeclaration } from './assembly/read-topic-rules';
import { NotSupported } from './assembly/refused';
import type { Deliver } from './feed/broker';
import { parseTopicRule } from './feed/topic-rule';
import type { Invocations } from './functions/invocations';

export interface Delivery {
  /** What the broker has to hand over. */
  topicFilter: string;
  deliver: Deliver;
}

/** Undefined where the template has no rule. */
export function deliveryOf(
  declarations: TopicRuleDeclaration[],
  invocations: Pick<Invocations, 'invokeAsynchronously'>,
): Delivery | undefined {
  const rules = declarations.map(({ sql, functionArns }) => ({ rule: parseTopicRule(sql), functionArns }));
  const [topicFilter, another] = new Set(rules.map(({ rule }) => rule.topicFilter));
  if (topicFilter === undefined) return undefined;
  if (another !== undefined) {
    throw new NotSupported(
      `Topic rules with different filters (${topicFilter}, ${another}) are not supported here.`,
    );
  }
  return {
    topicFilter,
    async deliver(message) {
      const matching = rules.filter(({ rule }) => rule.matches(message.topic));
      await Promise.all(
        matching.flatMap(({ rule, functionArns }) => {
          const event = rule.evaluate(message);
          return event === undefined
            ? []
            : functionArns.map((arn) => invocations.invokeAsynchronously(arn, event));
        }),
      );
    },
  };
}
