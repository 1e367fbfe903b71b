// One port serves both the API to programs and the console to people.
import { CONFIGURATION_FILE } from '../../functions/contract/console';
import { LOCAL_MARKET_PATH } from '../../functions/contract/local-market';
import { basePath } from '../../functions/contract/route';
import type { StackDeclaration } from '../assembly/stack';
import type { Answer } from '../gateway/answer';
import type { Authorization } from '../gateway/authorize';
import type { ReceivedRequest } from '../gateway/event';
import { configurationAnswer, configurationOf } from './configuration';
import { ConsoleFiles } from './console-files';
import { answerMarket, type SteeredMarket } from './local-market';

type AnswerRequest = (request: ReceivedRequest) => Promise<Answer>;

export interface Site {
  readonly api: AnswerRequest;
  readonly authorize: (request: ReceivedRequest) => Promise<Authorization>;
  readonly stack: StackDeclaration;
  readonly consoleFolder: string;
  /** The demo market, once it runs. */
  readonly market: () => SteeredMarket | undefined;
}

/** Anything that isn't a file or page of the console is left to the API, even if it answers with a 404. */
export function siteOf({ api, authorize, stack, consoleFolder, market }: Site): AnswerRequest {
  const files = new ConsoleFiles(consoleFolder);
  return async (request) => {
    const { path, method } = request;
    if (path === basePath || path.startsWith(`${basePath}/`)) return api(request);
    if (path === `/${CONFIGURATION_FILE}` && method === 'GET') {
      const configuration = configurationOf(stack, request, market() !== undefined);
      return configuration === undefined ? api(request) : configurationAnswer(configuration);
    }
    const steered = path === LOCAL_MARKET_PATH ? market() : undefined;
    if (steered !== undefined) return await answerMarket(request, steered, authorize);
    return (await files.answer(request)) ?? api(request);
  };
}
