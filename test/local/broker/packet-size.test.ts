import { generate } from 'mqtt-packet';
import { PacketSizeMeter } from '../../../local/broker/packet-size';

function aPublish(payloadBytes: number): Buffer {
  return generate({
    cmd: 'publish',
    topic: 't',
    payload: Buffer.alloc(payloadBytes),
    qos: 0,
    retain: false,
    dup: false,
  });
}

const stream = Buffer.concat([
  generate({ cmd: 'pingreq' }),
  aPublish(90),
  aPublish(40),
  generate({ cmd: 'pingreq' }),
]);

test.each([1, 2, 3, 7, 64, stream.length])(
  'packets within the limit pass, read %i bytes at a time',
  (size) => {
    const meter = new PacketSizeMeter(100);
    for (let at = 0; at < stream.length; at += size) {
      expect(meter.isOverlong(stream.subarray(at, at + size))).toBe(false);
    }
  },
);

test.each([1, 3, 1000])(
  'a packet over the limit is recognized by its header, read %i bytes at a time',
  (size) => {
    const meter = new PacketSizeMeter(100);
    const header = Buffer.concat([stream, aPublish(200_000).subarray(0, 4)]);
    const verdicts: boolean[] = [];
    for (let at = 0; at < header.length; at += size)
      verdicts.push(meter.isOverlong(header.subarray(at, at + size)));
    expect(verdicts.at(-1)).toBe(true);
    expect(verdicts.slice(0, -2)).not.toContain(true);
  },
);
