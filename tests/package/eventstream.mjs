// Frames of application/vnd.amazon.eventstream, as SubscribeToShard sends its events: lengths, checksums, headers,
// payload. Source: AWS SDK documents, Event Stream specification (smithy.io, amazon-eventstream).

const encoder = new TextEncoder();
const STRING = 7;
const TABLE = Uint32Array.from({ length: 256 }, (_, nth) => {
  let value = nth;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** One event of this type, its payload as JSON. */
export function frame(type, payload) {
  const headers = { ":message-type": "event", ":event-type": type, ":content-type": "application/json" };
  return message(headers, encoder.encode(JSON.stringify(payload)));
}

function message(headers, payload) {
  const head = Object.entries(headers).flatMap(([name, value]) => header(encoder.encode(name), encoder.encode(value)));
  const bytes = new Uint8Array(16 + head.length + payload.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length);
  view.setUint32(4, head.length);
  view.setUint32(8, crc32(bytes.subarray(0, 8)));
  bytes.set(head, 12);
  bytes.set(payload, 12 + head.length);
  view.setUint32(bytes.length - 4, crc32(bytes.subarray(0, -4)));
  return bytes;
}

function header(name, value) {
  return [name.length, ...name, STRING, value.length >> 8, value.length & 255, ...value];
}

function crc32(bytes) {
  let value = ~0;
  for (const byte of bytes) value = (value >>> 8) ^ TABLE[(value ^ byte) & 255];
  return ~value >>> 0;
}
