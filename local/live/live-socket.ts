// MQTT over WebSocket on the HTTP port, under IoT Core's path for it.
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { type LiveBroker, MAX_INBOUND_BYTES } from './live-broker';

export const LIVE_PATH = '/mqtt';
const SUBPROTOCOL = 'mqtt';

export type TakeUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Passes every WebSocket that requests MQTT to the broker, and refuses all other upgrades. */
export function liveSocket(broker: Pick<LiveBroker, 'handle'>): TakeUpgrade {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_INBOUND_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });
  return (request, socket, head) => {
    const refusal = refusalOf(request);
    if (refusal !== undefined) return refuseUpgrade(socket, refusal);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = createWebSocketStream(webSocket);
      broker.handle(connection, request);
    });
  };
}

function refusalOf({ url = '', headers }: IncomingMessage): number | undefined {
  if (url.replace(/\?.*$/, '') !== LIVE_PATH) return 404;
  const offered = headers['sec-websocket-protocol']?.split(/\s*,\s*/) ?? [];
  if (!offered.includes(SUBPROTOCOL)) return 400;
  return isOwnPage(headers.origin, headers.host) ? undefined : 403;
}

/** A browser always sends the page's origin; pages of other hosts must not use a session here. */
function isOwnPage(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

export function refusingUpgrades(status: number): TakeUpgrade {
  return (_request, socket) => refuseUpgrade(socket, status);
}

function refuseUpgrade(socket: Duplex, status: number): void {
  socket.on('error', () => undefined);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
