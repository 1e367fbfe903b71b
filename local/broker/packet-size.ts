import type { Duplex } from 'node:stream';

// aedes assembles a whole packet before authorizing it, and an MQTT packet may claim 256 MB. So the claimed length is
// read off the wire in parallel, and the connection is cut before the packet arrives.

const LENGTH_CONTINUES = 0x80;
const LENGTH_BITS = 0x7f;
const BITS_PER_BYTE = 7;

/** Watches one connection's bytes for a packet that claims to be larger than the limit. */
export class PacketSizeMeter {
  private bodyBytesLeft = 0;
  private lengthBytesRead = -1;
  private claimed = 0;

  constructor(private readonly limitBytes: number) {}

  /** @returns whether a packet that starts in or before this chunk is larger than the limit */
  isOverlong(chunk: Buffer): boolean {
    for (let at = 0; at < chunk.length; ) {
      const skipped = Math.min(this.bodyBytesLeft, chunk.length - at);
      this.bodyBytesLeft -= skipped;
      at += skipped;
      const byte = chunk[at];
      if (byte === undefined) return false;
      at += 1;
      if (this.readHeaderByte(byte)) return true;
    }
    return false;
  }

  // A fixed header is one byte of type and flags, then the body's length in base 128, least significant first.
  private readHeaderByte(byte: number): boolean {
    if (this.lengthBytesRead < 0) {
      this.lengthBytesRead = 0;
      this.claimed = 0;
      return false;
    }
    this.claimed += (byte & LENGTH_BITS) * 2 ** (BITS_PER_BYTE * this.lengthBytesRead);
    this.lengthBytesRead += 1;
    if (this.claimed > this.limitBytes) return true;
    if ((byte & LENGTH_CONTINUES) === 0) {
      this.bodyBytesLeft = this.claimed;
      this.lengthBytesRead = -1;
    }
    return false;
  }
}

/**
 * Cuts the connection at the first packet larger than the limit. Must be called after another reader reads the socket
 * in paused mode: `data` then only echoes what that reader reads and takes nothing from it.
 */
export function limitPacketSize(socket: Duplex, limitBytes: number): void {
  const meter = new PacketSizeMeter(limitBytes);
  socket.on('data', (chunk: Buffer) => {
    if (meter.isOverlong(chunk)) socket.destroy(new Error(`packet larger than ${limitBytes} bytes`));
  });
}
