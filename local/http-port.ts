import { once } from 'node:events';
import { gatewayAnswer } from './gateway/answer';
import { type AnswerRequest, gatewayServer } from './gateway/server';
import { refusingUpgrades, type TakeUpgrade } from './live/live-socket';
import { listen } from './ports';

const DRAIN_LIMIT_MS = 5000;

export interface Served {
  readonly answer: AnswerRequest;
  readonly takeUpgrade: TakeUpgrade;
}

export const answerUnavailable: AnswerRequest = async () =>
  gatewayAnswer(503, 'Service Unavailable', { 'retry-after': '1' });

const NOTHING_YET: Served = { answer: answerUnavailable, takeUpgrade: refusingUpgrades(503) };

/** The HTTP port. It answers 503 until there is something to serve. */
export class HttpPort {
  private served = NOTHING_YET;
  private readonly server;

  constructor(print: (line: string) => void) {
    this.server = gatewayServer((request) => this.served.answer(request), print);
    this.server.on('upgrade', (request, socket, head) => this.served.takeUpgrade(request, socket, head));
  }

  /** Returns the port, which matters if 0 requested any free one. */
  open(host: string, port: number): Promise<number> {
    return listen(this.server, host, port);
  }

  serve(served: Served): void {
    this.served = served;
  }

  /** Accepts no more connections, and waits a few seconds for the requests in progress. */
  async drain(): Promise<void> {
    if (!this.server.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeIdleConnections();
    const impatience = setTimeout(() => this.server.closeAllConnections(), DRAIN_LIMIT_MS);
    await closed;
    clearTimeout(impatience);
  }
}
