/**
 * Makes `weights.bin` from Silero VAD v6 in ONNX:
 * `node worker/engines/pipeline/silero/packWeights.mjs silero_vad_v6.onnx`. The model comes in the
 * npm package `@ricky0123/vad-web` 0.0.31, `dist/silero_vad_v6.onnx`, SHA-256
 * 1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3.
 * https://github.com/snakers4/silero-vad
 *
 * Only the branch for 8 kHz is kept, as half-precision numbers, little-endian, one tensor after the
 * other, row by row (`x` is what a layer is given, `h` the recurrent layer's last output):
 *
 *   conv 1   128 × 3 taps × 65,   bias 128
 *   conv 2    64 × 3 taps × 128,  bias 64
 *   conv 3    64 × 2 taps × 64,   bias 64     with the taps that ever meet a frame
 *   conv 4   128 × 1 tap  × 64,   bias 128    likewise
 *   LSTM     512 × (128 x, 128 h), bias 512   gates: in, forget, cell, out
 *   output   128,                 bias 1
 *
 * The spectrum in front of them is a plain Fourier transform of 128 samples under a Hann window.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const BRANCH = 'If_0_else_branch__Inline_0__'

/** Protocol buffers, as far as ONNX needs them: [field number, number or bytes]. */
function* fieldsOf(bytes) {
  let at = 0
  const varint = () => {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++]
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return value
    }
  }
  const take = (length) => bytes.subarray(at, (at += length))
  while (at < bytes.length) {
    const key = Number(varint())
    const field = key >> 3
    switch (key & 7) {
      case 0:
        yield [field, varint()]
        break
      case 1:
        yield [field, take(8)]
        break
      case 2:
        yield [field, take(Number(varint()))]
        break
      case 5:
        yield [field, take(4)]
        break
      default:
        throw new Error(`Wire type ${key & 7} is none of protocol buffers.`)
    }
  }
}

const all = (message, wanted) =>
  [...fieldsOf(message)].flatMap(([field, value]) => (field === wanted ? [value] : []))
const one = (message, wanted) => all(message, wanted)[0]
const text = (bytes) => Buffer.from(bytes ?? []).toString()

/** Field numbers of `onnx.proto`. */
const MODEL_GRAPH = 7
const GRAPH_NODE = 1
const NODE = { output: 2, type: 4, attribute: 5 }
const ATTRIBUTE = { tensor: 5, graph: 6 }
const TENSOR = { type: 2, raw: 9 }
const FLOAT = 1

/** The constants of a graph and of those in its branches, by name. */
function constantsOf(graph, found = new Map()) {
  for (const node of all(graph, GRAPH_NODE)) {
    for (const attribute of all(node, NODE.attribute)) {
      const branch = one(attribute, ATTRIBUTE.graph)
      if (branch) constantsOf(branch, found)
      const tensor = one(attribute, ATTRIBUTE.tensor)
      if (!tensor || text(one(node, NODE.type)) !== 'Constant') continue
      const raw = one(tensor, TENSOR.raw)
      if (Number(one(tensor, TENSOR.type)) !== FLOAT || !raw) continue
      const values = new Float32Array(Uint8Array.from(raw).buffer)
      found.set(text(one(node, NODE.output)), values)
    }
  }
  return found
}

function pack(constants) {
  const tensor = (name) => {
    const values = constants.get(BRANCH + name)
    if (!values) throw new Error(`The model holds no ${name}.`)
    return values
  }
  const conv = (layer, [outputs, inputs], taps) => {
    const weight = tensor(`encoder.${layer}.reparam_conv.weight`)
    const packed = []
    for (let out = 0; out < outputs; out++) {
      for (const tap of taps) {
        for (let x = 0; x < inputs; x++) packed.push(weight[(out * inputs + x) * 3 + tap])
      }
    }
    return [...packed, ...tensor(`encoder.${layer}.reparam_conv.bias`)]
  }
  const [ofX, ofH] = ['ih', 'hh'].map((name) => tensor(`decoder.rnn.weight_${name}`))
  const [biasX, biasH] = ['ih', 'hh'].map((name) => tensor(`decoder.rnn.bias_${name}`))
  const rows = Array.from({ length: 512 }, (_, row) => row)
  return [
    ...conv(0, [128, 65], [0, 1, 2]),
    ...conv(1, [64, 128], [0, 1, 2]),
    ...conv(2, [64, 64], [1, 2]),
    ...conv(3, [128, 64], [1]),
    ...rows.flatMap((row) =>
      [ofX, ofH].flatMap((weight) => [...weight.subarray(row * 128, (row + 1) * 128)]),
    ),
    ...rows.map((row) => biasX[row] + biasH[row]),
    ...tensor('decoder.decoder.2.weight'),
    ...tensor('decoder.decoder.2.bias'),
  ]
}

/** The nearest half-precision number's 16 bits; every weight lies well within its range. */
function toHalf(value) {
  const magnitude = Math.abs(value)
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  // Subnormal below 2^-14: there the step is 2^-24.
  const exponent = Math.max(-14, Math.floor(Math.log2(magnitude || 2 ** -14)))
  const step = 2 ** (exponent - 10)
  // A magnitude that rounds up to the next power of two carries into the exponent by itself.
  const steps = Math.round(magnitude / step)
  return sign | (steps + (exponent + 14) * 1024)
}

const [source] = process.argv.slice(2)
if (!source) throw new Error('Name the ONNX file.')
const graph = one(readFileSync(source), MODEL_GRAPH)
const weights = pack(constantsOf(graph))
const bytes = Buffer.alloc(weights.length * 2)
weights.forEach((weight, n) => bytes.writeUInt16LE(toHalf(weight), n * 2))
writeFileSync(new URL('weights.bin', import.meta.url), bytes)
console.log(`${weights.length} weights, ${bytes.length} bytes`)
