// One port serves both the API to programs and the console to people.
import { CONFIGURATION_FILE } from '../../functions/contract/console';
import { basePath } from '../../functions/contract/route';
import type { StackDeclaration } from '../assembly/stack';
import type { Answer } from '../gateway/answer';
import type { ReceivedRequest } from '../gateway/event';
import { configurationAnswer, configurationOf } from './configuration';
import { ConsoleFiles } from './console-files';

type AnswerRequest = (request: ReceivedRequest) => Promise<Answer>;

/** Anything that isn't a file or page of the console is left to the API, even if it answers with a 404. */
export function siteOf(api: AnswerRequest, stack: StackDeclaration, consoleFolder: string): AnswerRequest {
  const files = new ConsoleFiles(consoleFolder);
  return async (request) => {
    const { path, method } = request;
    if (path === basePath || path.startsWith(`${basePath}/`)) return api(request);
    if (path === `/${CONFIGURATION_FILE}` && method === 'GET') {
      const configuration = configurationOf(stack, request);
      return configuration === undefined ? api(request) : configurationAnswer(configuration);
    }
    return (await files.answer(request)) ?? api(request);
  };
}
