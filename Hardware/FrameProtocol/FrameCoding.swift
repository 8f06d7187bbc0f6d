import DetectorCore

/// Why bytes are no frame.
public enum FrameFault: Error, Equatable, Sendable {
  /// There are not as many bytes as a frame of the agreed format has.
  case length(have: Int, need: Int)
  /// They do not begin with the magic.
  case magic
  /// The version is another one.
  case version(UInt8)
  /// Kind, channels or bytes of a number are not those agreed on.
  case format
  /// The CRC is another one.
  case crc(found: UInt16, computed: UInt16)
}

/// Where the fields of a frame lie; the document of the frame protocol holds the same table.
enum FrameOffset {
  static let magic = 0
  static let version = 4
  static let kind = 5
  static let channels = 6
  static let sequence = 8
  static let time = 12
  static let flags = 20
  static let encoderX = 24
  static let encoderY = 28
  static let height = 32
  static let positionQuality = 36
  static let transmitCurrent = 40
  static let coilTemperature = 44
  static let battery = 48
  static let sampleBytes = 52
  static let reserved = 56
  static let payload = 70
}

extension FrontEndFrame {
  /// The bytes that a frame begins with, "SAPF".
  public static let magic: InlineArray<4, UInt8> = [0x53, 0x41, 0x50, 0x46]
  /// The version of the protocol.
  public static let version: UInt8 = 1

  /// Reads a frame of an agreed format; the numbers are read by ``numbers(of:as:into:)``.
  ///
  /// Bits of the flags that version 1 does not define, and the reserved bytes, are not looked at: a later
  /// front end may fill them.
  public static func decode(
    _ bytes: Span<UInt8>, as format: FrameFormat
  ) throws(FrameFault) -> FrontEndFrame {
    let count = format.byteCount
    guard bytes.count >= count else { throw .length(have: bytes.count, need: count) }
    try checkHead(of: bytes, as: format)
    let found = UInt16(bytes, count - 2)
    let computed = CRC16.ccitt(of: bytes.extracting(0..<count - 2))
    guard found == computed else { throw .crc(found: found, computed: computed) }
    var frame = FrontEndFrame(
      format: format, sequence: UInt32(bytes, FrameOffset.sequence),
      timeMicroseconds: UInt64(bytes, FrameOffset.time))
    frame.flags = FrontEndFlags(rawValue: UInt32(bytes, FrameOffset.flags))
    frame.encoderXMillimetres = Int32(bytes, FrameOffset.encoderX)
    frame.encoderYMillimetres = Int32(bytes, FrameOffset.encoderY)
    frame.heightMillimetres = Int32(bytes, FrameOffset.height)
    frame.positionQuality = UInt32(bytes, FrameOffset.positionQuality)
    frame.transmitMicroamperes = Int32(bytes, FrameOffset.transmitCurrent)
    frame.coilMillidegrees = Int32(bytes, FrameOffset.coilTemperature)
    frame.batteryMillivolts = Int32(bytes, FrameOffset.battery)
    return frame
  }

  /// Checks what of a head has arrived: magic, version and format, as far as `bytes` reach.
  ///
  /// A serial line asks after every byte, so that a damaged head is left as soon as it shows.
  static func checkHead(of bytes: Span<UInt8>, as format: FrameFormat) throws(FrameFault) {
    for index in 0..<min(4, bytes.count) where bytes[index] != magic[index] { throw .magic }
    guard bytes.count > FrameOffset.version else { return }
    let found = bytes[FrameOffset.version]
    guard found == version else { throw .version(found) }
    guard bytes.count > FrameOffset.kind else { return }
    guard bytes[FrameOffset.kind] == format.kind.rawValue else { throw .format }
    guard bytes.count >= FrameOffset.channels + 2 else { return }
    guard Int(UInt16(bytes, FrameOffset.channels)) == format.channels else { throw .format }
    guard bytes.count >= FrameOffset.sampleBytes + 4 else { return }
    let sampleBytes = UInt32(bytes, FrameOffset.sampleBytes)
    guard sampleBytes == UInt32(format.sampleByteCount) else { throw .format }
  }

  /// Reads the numbers of a frame that ``decode(_:as:)`` took; `numbers` has room for all channels.
  public static func numbers(
    of bytes: Span<UInt8>, as format: FrameFormat, into numbers: inout MutableSpan<Int32>
  ) {
    precondition(numbers.count >= format.channels, "the block holds one whole frame at least")
    precondition(bytes.count >= format.byteCount, "the bytes are those of a decoded frame")
    for index in 0..<format.channels {
      let place = FrameOffset.payload + index * format.sampleByteCount
      numbers[index] =
        format.sampleByteCount == 2
        ? Int32(Int16(truncatingIfNeeded: UInt16(bytes, place))) : Int32(bytes, place)
    }
  }

  /// Writes the frame with its numbers and CRC, as a front end does; `bytes` has room for it.
  ///
  /// Numbers that two bytes cannot hold stand at their rail.
  public func encode(_ numbers: Span<Int32>, into bytes: inout MutableSpan<UInt8>) {
    precondition(numbers.count == format.channels, "a frame has a number for each channel")
    let count = format.byteCount
    precondition(bytes.count >= count, "the buffer holds the frame")
    for index in 0..<count { bytes[index] = 0 }
    for index in 0..<4 { bytes[index] = Self.magic[index] }
    bytes[FrameOffset.version] = Self.version
    bytes[FrameOffset.kind] = format.kind.rawValue
    UInt16(format.channels).write(to: &bytes, FrameOffset.channels)
    sequence.write(to: &bytes, FrameOffset.sequence)
    timeMicroseconds.write(to: &bytes, FrameOffset.time)
    flags.rawValue.write(to: &bytes, FrameOffset.flags)
    encoderXMillimetres.write(to: &bytes, FrameOffset.encoderX)
    encoderYMillimetres.write(to: &bytes, FrameOffset.encoderY)
    heightMillimetres.write(to: &bytes, FrameOffset.height)
    positionQuality.write(to: &bytes, FrameOffset.positionQuality)
    transmitMicroamperes.write(to: &bytes, FrameOffset.transmitCurrent)
    coilMillidegrees.write(to: &bytes, FrameOffset.coilTemperature)
    batteryMillivolts.write(to: &bytes, FrameOffset.battery)
    UInt32(format.sampleByteCount).write(to: &bytes, FrameOffset.sampleBytes)
    for index in 0..<format.channels {
      let place = FrameOffset.payload + index * format.sampleByteCount
      if format.sampleByteCount == 2 {
        Int16(clamping: numbers[index]).write(to: &bytes, place)
      } else {
        numbers[index].write(to: &bytes, place)
      }
    }
    CRC16.ccitt(of: bytes.span.extracting(0..<count - 2)).write(to: &bytes, count - 2)
  }
}

extension FixedWidthInteger {
  /// Reads a little-endian number.
  init(_ bytes: Span<UInt8>, _ offset: Int) {
    var value: Self = 0
    for index in 0..<Self.bitWidth / 8 {
      value |= Self(truncatingIfNeeded: bytes[offset + index]) << Self(8 * index)
    }
    self = value
  }

  /// Writes a little-endian number.
  func write(to bytes: inout MutableSpan<UInt8>, _ offset: Int) {
    for index in 0..<Self.bitWidth / 8 {
      bytes[offset + index] = UInt8(truncatingIfNeeded: self >> Self(8 * index))
    }
  }
}
