import type { IncomingMessage } from 'node:http';

/** A bound on the memory that the bodies of requests in progress take together. */
export class Room {
  private takenBytes = 0;

  constructor(private readonly limitBytes: number) {}

  /** Returns whether there was that much left. */
  take(bytes: number): boolean {
    if (this.takenBytes + bytes > this.limitBytes) return false;
    this.takenBytes += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.takenBytes -= bytes;
  }
}

/**
 * Reads a body within the limits. It takes up room until its request is over, when the connection is closed or free for
 * the next one.
 */
export async function readBody(
  incoming: IncomingMessage,
  limitBytes: number,
  room = new Room(limitBytes),
): Promise<Buffer | 'too_large' | 'no_room'> {
  if (Number(incoming.headers['content-length'] ?? 0) > limitBytes) return 'too_large';
  const chunks: Buffer[] = [];
  let size = 0;
  incoming.once('close', () => room.giveBack(size));
  // Leaving the loop must not close the connection: the response still has to be sent on it.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    if (size + chunk.length > limitBytes) return 'too_large';
    if (!room.take(chunk.length)) return 'no_room';
    size += chunk.length;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
