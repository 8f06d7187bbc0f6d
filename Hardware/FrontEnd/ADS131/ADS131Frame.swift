import FrameProtocol

/// The length of a word in a frame of an ADS131M0x, and how a sample lies in it (MODE.WLENGTH).
public enum ADS131WordLength: UInt16, Sendable, BitwiseCopyable {
  /// 16 bits: a sample loses its low byte.
  case bits16 = 0
  /// 24 bits, as after a reset.
  case bits24 = 1
  /// 32 bits, zeros behind the sample.
  case bits32Padded = 2
  /// 32 bits, the sign before the sample.
  case bits32Extended = 3

  /// Bytes of a word.
  public var byteCount: Int {
    switch self {
    case .bits16: 2
    case .bits24: 3
    case .bits32Padded, .bits32Extended: 4
    }
  }
}

/// The checksum of both directions (MODE.CRC_TYPE); both begin at 0xFFFF.
public enum ADS131Checksum: UInt16, Sendable, BitwiseCopyable {
  /// Polynomial 0x1021, as after a reset.
  case ccitt = 0
  /// Polynomial 0x8005.
  case ansi = 1

  /// The remainder before the first byte.
  var start: CRC16 { CRC16(polynomial: self == .ccitt ? 0x1021 : 0x8005) }
}

/// Why bytes are no frame of an ADS131M0x.
public enum ADS131Fault: Error, Equatable, Sendable {
  /// The frame has another length.
  case length(have: Int, need: Int)
  /// The checksum is another one.
  case checksum(found: UInt16, computed: UInt16)
  /// The first word is not the answer that the command has.
  case answer(found: UInt16, expected: UInt16)
}

/// How an ADS131M0x lays out its frames: a word for the answer, one for each channel, one for the CRC.
///
/// Source: ADS131M08 data sheet, SBAS950, "SPI communication frames" and "Commands". Numbers go most
/// significant byte first. Words of 16 bits (answer, registers, CRC) stand at the front of a longer word.
public struct ADS131Format: Sendable, Equatable, BitwiseCopyable {
  /// Channels that a device of the family can have.
  public static let maximumChannels = 8
  /// Bytes of the longest frame: answer, eight channels and CRC of 32 bits.
  public static let maximumByteCount = 40

  /// Channels of the device, 1 … 8: the last digit of its name.
  public let channels: Int
  /// The length of a word.
  public var wordLength: ADS131WordLength
  /// The checksum of what the device sends.
  public var checksum: ADS131Checksum

  /// Makes a format; `nil` when no device has so many channels.
  public init?(
    channels: Int, wordLength: ADS131WordLength = .bits24, checksum: ADS131Checksum = .ccitt
  ) {
    guard channels >= 1, channels <= Self.maximumChannels else { return nil }
    self.channels = channels
    self.wordLength = wordLength
    self.checksum = checksum
  }

  /// Bytes of a frame.
  public var byteCount: Int { (channels + 2) * wordLength.byteCount }

  /// Checks a frame and reads it; samples are right-justified 24-bit numbers, whatever the word.
  ///
  /// With words of 16 bits, of which the device cuts the low byte, a sample is the 16 bits times 256.
  public func decode(
    _ bytes: Span<UInt8>, into samples: inout MutableSpan<Int32>
  ) throws(ADS131Fault) -> UInt16 {
    precondition(samples.count >= channels, "there is room for a sample of each channel")
    guard bytes.count == byteCount else {
      throw .length(have: bytes.count, need: byteCount)
    }
    let end = (channels + 1) * wordLength.byteCount
    var crc = checksum.start
    for index in 0..<end { crc.add(bytes[index]) }
    let found = word(bytes, at: channels + 1)
    guard found == crc.value else { throw .checksum(found: found, computed: crc.value) }
    for channel in 0..<channels { samples[channel] = sample(bytes, of: channel) }
    return word(bytes, at: 0)
  }

  /// The 16 bits at the front of a word.
  private func word(_ bytes: Span<UInt8>, at place: Int) -> UInt16 {
    let offset = place * wordLength.byteCount
    return UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
  }

  private func sample(_ bytes: Span<UInt8>, of channel: Int) -> Int32 {
    let offset = (channel + 1) * wordLength.byteCount
    var bits: UInt32 = 0
    for index in 0..<wordLength.byteCount { bits = bits << 8 | UInt32(bytes[offset + index]) }
    return switch wordLength {
    case .bits16: Int32(bitPattern: bits << 16) >> 8
    case .bits24: Int32(bitPattern: bits << 8) >> 8
    case .bits32Padded: Int32(bitPattern: bits) >> 8
    case .bits32Extended: Int32(bitPattern: bits)
    }
  }
}
