/** PostgreSQL's messages to a server, as far as they are needed to ask PGlite. */

/**
 * Plans a statement and performs it. `name` is that of its plan, or empty; a plan that is there
 * already is performed without its text.
 */
export function askMessage(
  name: string,
  text: string | null,
  values: readonly (string | null)[],
): Uint8Array {
  const lengths = values.map((value) => (value === null ? 0 : Buffer.byteLength(value)))
  const total = lengths.reduce((sum, length) => sum + length + 4, 0)
  const parts = [
    text === null ? Buffer.alloc(0) : message('P', [cString(name), cString(text), int16(0)]),
    bindMessage(name, values, lengths, total),
    describePortal,
    execute,
    sync,
  ]
  return Buffer.concat(parts)
}

/** Several statements in one text. */
export function scriptMessage(text: string): Uint8Array {
  return message('Q', [cString(text)])
}

/** All parameters and all columns travel as text. */
function bindMessage(
  name: string,
  values: readonly (string | null)[],
  lengths: readonly number[],
  total: number,
): Buffer {
  const head = Buffer.concat([int8(0), cString(name), int16(0), int16(values.length)])
  const body = Buffer.allocUnsafe(1 + 4 + head.length + total + 2)
  body.write('B', 0)
  body.writeInt32BE(body.length - 1, 1)
  head.copy(body, 5)
  let at = 5 + head.length
  values.forEach((value, i) => {
    const length = lengths[i] as number
    at = body.writeInt32BE(value === null ? -1 : length, at)
    if (value !== null) at += body.write(value, at, length, 'utf8')
  })
  body.writeInt16BE(0, at)
  return body
}

function message(kind: string, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const head = Buffer.allocUnsafe(5)
  head.write(kind, 0)
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/** A text that ends in a zero byte; a zero within it would cut the message short. */
function cString(text: string): Buffer {
  if (text.includes('\0')) throw new TypeError('SQL has no zero bytes')
  return Buffer.from(`${text}\0`)
}

function int8(value: number): Buffer {
  return Buffer.from([value])
}

function int16(value: number): Buffer {
  const buffer = Buffer.allocUnsafe(2)
  buffer.writeUInt16BE(value)
  return buffer
}

const describePortal = message('D', [Buffer.from('P\0')])
const execute = message('E', [Buffer.from([0, 0, 0, 0, 0])])
const sync = message('S', [])
