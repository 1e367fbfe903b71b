import { serve } from './edge/serve';
import { answerOrder } from './place-order';

export const handler = serve('place-buy', (request) => answerOrder('buy', request));
