/// Makes DZT files in memory, every field at hand, with a signal that looks like radar.
struct DZTBuilder {
  var tag: UInt16 = 0x00FF
  var data: UInt16 = 1_024
  var samples = 64
  var bits = 16
  var zero: UInt16 = 0x8000
  var scansPerSecond: Float = 100
  var scansPerMetre: Float = 50
  var markField: Float = 2
  var position: Float = 0
  var range: Float = 12
  var channels: UInt16 = 1
  var permittivity: Float = 4
  /// Nil computes it from range and permittivity, as an instrument does.
  var depth: Float?
  var top: Float = 0
  var antenna = "400MHz"
  var system: UInt8 = 3
  var scans = 100
  /// Counter of each scan; nil counts from 0.
  var counters: [Int]?
  /// Scans with a mark word.
  var marks: [Int] = []
  /// Bytes between the header blocks and the data, for a `data` below 1,024.
  var gapByteCount = 0

  /// The signal of a sample: an arrival at sample 12 that rings and decays, a little other each trace.
  func signal(scan: Int, channel: Int, sample: Int) -> Int {
    guard sample >= 12 else { return 0 }
    let ring = [0, 50, 86, 100, 86, 50, 0, -50, -86, -100, -86, -50]
    let amplitude = 90 * 16 / (sample + 4) * (channel + 1) / Int(max(1, channels))
    let value = ring[sample % 12] * amplitude / 100 + (scan * 7 + sample * 3) % 3 - 1
    return bits == 8 ? value : value * 100
  }

  /// The file's bytes.
  func build() -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<max(1, Int(channels)) { bytes += header() }
    bytes += [UInt8](repeating: 0, count: gapByteCount)
    for scan in 0..<scans {
      for channel in 0..<max(1, Int(channels)) {
        for sample in 0..<samples {
          append(raw(scan: scan, channel: channel, sample: sample), to: &bytes)
        }
      }
    }
    return bytes
  }

  private func raw(scan: Int, channel: Int, sample: Int) -> UInt32 {
    if sample == 0 { return UInt32(truncatingIfNeeded: counters?[scan] ?? scan) }
    if sample == 1 { return marks.contains(scan) ? 0x6464_6464 : 0 }
    let value = signal(scan: scan, channel: channel, sample: sample)
    switch bits {
    case 8: return UInt32(value + 128)
    case 16: return UInt32(value + 32_768)
    default: return UInt32(bitPattern: Int32(value))
    }
  }

  private func append(_ word: UInt32, to bytes: inout [UInt8]) {
    for index in 0..<(bits / 8) { bytes.append(UInt8(truncatingIfNeeded: word >> (8 * index))) }
  }

  private func header() -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 1_024)
    func put(_ value: UInt16, at offset: Int) {
      block[offset] = UInt8(truncatingIfNeeded: value)
      block[offset + 1] = UInt8(truncatingIfNeeded: value >> 8)
    }
    func put(_ value: Float, at offset: Int) {
      put(UInt16(truncatingIfNeeded: value.bitPattern), at: offset)
      put(UInt16(truncatingIfNeeded: value.bitPattern >> 16), at: offset + 2)
    }
    put(tag, at: 0)
    put(data, at: 2)
    put(UInt16(samples), at: 4)
    put(UInt16(bits), at: 6)
    put(zero, at: 8)
    put(scansPerSecond, at: 10)
    put(scansPerMetre, at: 14)
    put(markField, at: 18)
    put(position, at: 22)
    put(range, at: 26)
    put(channels, at: 52)
    put(permittivity, at: 54)
    put(top, at: 58)
    let computed = Double(range) * 0.3 / (2 * Double(permittivity).squareRoot())
    put(depth ?? Float(computed), at: 62)
    for (index, byte) in antenna.utf8.prefix(14).enumerated() { block[98 + index] = byte }
    block[113] = system << 3 | 1
    return block
  }
}
