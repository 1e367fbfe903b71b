import type { IncomingMessage } from 'node:http';

/** A bound on what bodies take together while their requests are answered. */
export class Room {
  private takenBytes = 0;

  constructor(private readonly limitBytes: number) {}

  /** Answers whether there was that much left. */
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
 * Reads a body as far as it may go. It takes up room until its request is over, when the connection is free for the
 * next one or gone.
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
  // To leave the loop must not close the connection: the answer still has to go out on it.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false })) {
    if (size + chunk.length > limitBytes) return 'too_large';
    if (!room.take(chunk.length)) return 'no_room';
    size += chunk.length;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
