import type { StackDeclaration } from './assembly/stack';
import type { AwsServices } from './aws/aws-endpoint';
import { AwsError } from './aws/aws-error';
import type { IdentityProvider } from './identity/identity-provider';
import { publishedDocument } from './identity/published-document';
import type { Queues } from './queues/queues';
import { answerSqs } from './queues/sqs-operations';

type Publish = (topic: string, payload: Buffer) => Promise<void>;
type Invoke = (functionArn: string, event: unknown) => void;

/** What stands in for the AWS services that functions call. The broker and the invocations come later than the rest. */
export class LocalServices implements AwsServices {
  private broker: Publish = async () => {
    throw new AwsError('ServiceUnavailableException', 'The stack has no topic rule, so there is no broker.');
  };
  private invocations: Invoke = () => {
    throw new AwsError('ServiceUnavailableException', 'Functions cannot invoke each other here.');
  };

  constructor(
    private readonly stack: StackDeclaration,
    private readonly queues: Queues,
    private readonly identity: IdentityProvider | undefined,
  ) {}

  publishWith(publish: Publish): void {
    this.broker = publish;
  }

  invokeWith(invoke: Invoke): void {
    this.invocations = invoke;
  }

  sqs(operation: string, input: unknown): Promise<object> {
    return answerSqs(this.queues, operation, input);
  }

  async cognito(operation: string, input: unknown): Promise<{ status: number; body: object }> {
    if (this.identity === undefined)
      throw new AwsError('ResourceNotFoundException', 'The stack has no user pool.');
    return this.identity.handle(operation, input);
  }

  publish(topic: string, payload: Buffer): Promise<void> {
    return this.broker(topic, payload);
  }

  invoke(functionName: string, event: unknown): void {
    const declared = this.stack.functions.find(({ name }) => name === functionName);
    if (declared === undefined)
      throw new AwsError('ResourceNotFoundException', `Function not found: ${functionName}`);
    this.invocations(declared.arn, event);
  }

  document(documentPath: string): object | undefined {
    return this.identity && publishedDocument(this.identity, documentPath);
  }
}
