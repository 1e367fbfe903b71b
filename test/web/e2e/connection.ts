import type { BrowserContext, WebSocketRoute } from 'playwright-core';

/** The events of a page on a line that a test can cut. */
export interface CuttableLine {
  /** Ends what is open, as a lost network does, and lets nothing through until it is mended. */
  cut(): Promise<void>;
  mend(): void;
}

/** Before the page is opened: connections of before are not ours. */
export async function cuttableLine(context: BrowserContext): Promise<CuttableLine> {
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  await context.routeWebSocket(/\/mqtt/, (socket) => {
    if (isCut) return void socket.close({ code: 1011 });
    const server = socket.connectToServer();
    open.add(socket);
    server.onClose((code, reason) => {
      open.delete(socket);
      void socket.close({ ...(code !== undefined && { code }), ...(reason !== undefined && { reason }) });
    });
  });
  return {
    async cut() {
      isCut = true;
      await Promise.all([...open].map((socket) => socket.close({ code: 1011 })));
      open.clear();
    },
    mend() {
      isCut = false;
    },
  };
}
