/// The 400 bytes of the binary header of a SEG-Y file; bytes are numbered from 1, as the standard does.
package struct SEGYHeader: Equatable {
  /// Bytes before the first extended text header.
  package static let byteCount = 3_600
  /// Bytes of a trace header.
  package static let traceByteCount = 240
  /// Most extended text headers that are read.
  static let maximumExtensions = 64

  /// Interval between samples (byte 3217).
  package let interval: UInt16
  /// Samples in a trace (byte 3221).
  package let samples: UInt16
  /// Format code of samples (byte 3225).
  package let format: Int16
  /// 1 metres, 2 feet (byte 3255).
  package let units: Int16
  /// Revision, high byte (byte 3501).
  package let revision: UInt16
  /// Extended text headers (byte 3505).
  package let extensions: Int16

  /// Takes the first 3,600 bytes.
  package init(_ bytes: [UInt8]) {
    interval = bytes.bigUInt16(at: 3_216)
    samples = bytes.bigUInt16(at: 3_220)
    format = bytes.bigInt16(at: 3_224)
    units = bytes.bigInt16(at: 3_254)
    revision = bytes.bigUInt16(at: 3_500)
    extensions = bytes.bigInt16(at: 3_504)
  }

  /// How samples lie there; nil for codes that are not read.
  package var coding: SampleCoding? {
    switch format {
    case 1: .ibm32Big
    case 2: .int32Big
    case 3: .int16Big
    case 5: .float32Big
    case 8: .int8
    default: nil
    }
  }

  /// Whether the first bytes of a file are a text header and a binary header that makes sense.
  static func isPlausible(_ bytes: [UInt8]) -> Bool {
    guard bytes.count >= byteCount else { return false }
    let text = bytes[..<SEGYText.byteCount]
    let isText =
      text.count { $0 == 0x40 || $0 >= 0x81 || $0 == 0 || $0 == 0x4B || $0 == 0x60 } > 3_000
      || text.count { (32...126).contains($0) || $0 == 0 || $0 == 10 || $0 == 13 } > 3_000
    let header = SEGYHeader(bytes)
    return isText && text.contains { $0 != 0 } && header.coding != nil && header.samples > 0
      && header.interval > 0 && (0...Int16(maximumExtensions)).contains(header.extensions)
  }
}

/// The 240 bytes in front of every trace of a SEG-Y file.
package struct SEGYTraceHeader: Equatable {
  /// Samples in the trace (byte 115).
  package let samples: UInt16
  /// Interval between samples (byte 117).
  package let interval: UInt16
  /// Delay of the window (byte 109).
  package let delay: Int16
  /// How coordinates are scaled (byte 71).
  package let scalar: Int16
  /// What coordinates are: 0 and 1 lengths (byte 89).
  package let coordinateUnits: Int16
  /// Source and receiver, unscaled (bytes 73 and 81).
  package let source: (x: Int32, y: Int32), group: (x: Int32, y: Int32)

  /// Takes the header at the start of `bytes`.
  package init(_ bytes: [UInt8]) {
    samples = bytes.bigUInt16(at: 114)
    interval = bytes.bigUInt16(at: 116)
    delay = bytes.bigInt16(at: 108)
    scalar = bytes.bigInt16(at: 70)
    coordinateUnits = bytes.bigInt16(at: 88)
    source = (bytes.bigInt32(at: 72), bytes.bigInt32(at: 76))
    group = (bytes.bigInt32(at: 80), bytes.bigInt32(at: 84))
  }

  /// What a coordinate is multiplied by; nil for a scalar that the standard does not have.
  package var scale: Double? {
    switch scalar {
    case 0: 1
    case 1...: Double(scalar)
    case -30_000 ... -1: -1 / Double(scalar)
    default: nil
    }
  }

  /// Whether both say the same.
  package static func == (left: SEGYTraceHeader, right: SEGYTraceHeader) -> Bool {
    left.samples == right.samples && left.interval == right.interval && left.delay == right.delay
      && left.scalar == right.scalar && left.coordinateUnits == right.coordinateUnits
      && left.source == right.source && left.group == right.group
  }
}
