import DetectorCore
import Devices
import FrameProtocol
import FrontEnd
import Journal

/// The folder of the package, from the place of this file.
let packageFolder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
  .joined(separator: "/")

/// The generator of random numbers of the hardware tests: SplitMix64.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

/// A format that most tests use: three numbers of four bytes, 84 bytes a frame.
func testFormat(kind: FrameKind = .gateSums, channels: Int = 3, bytes: Int = 4) -> FrameFormat {
  guard let format = FrameFormat(kind: kind, channels: channels, sampleByteCount: bytes) else {
    preconditionFailure("a format of a test is one that a frame can have")
  }
  return format
}

/// A front end that takes a frame each millisecond from its power-up on.
struct MadeFrontEnd {
  let format: FrameFormat
  private(set) var sequence: UInt32 = 0
  private(set) var timeMicroseconds: UInt64 = 0

  init(format: FrameFormat, sequence: UInt32 = 0, timeMicroseconds: UInt64 = 0) {
    self.format = format
    self.sequence = sequence
    self.timeMicroseconds = timeMicroseconds
  }

  /// The bytes of the next frame; its numbers follow from its sequence.
  mutating func next(flags: FrontEndFlags = .clear) -> [UInt8] {
    timeMicroseconds += 1_000
    var frame = FrontEndFrame(
      format: format, sequence: sequence, timeMicroseconds: timeMicroseconds)
    frame.flags = flags
    let bytes = encoded(frame, Self.numbers(of: sequence, format: format))
    sequence &+= 1
    return bytes
  }

  /// Power goes off and on.
  mutating func restart() {
    sequence = 0
    timeMicroseconds = 0
  }

  /// What a frame of a sequence holds.
  static func numbers(of sequence: UInt32, format: FrameFormat) -> [Int32] {
    (0..<format.channels).map { channel in
      let mixed = sequence &* 2_654_435_761 &+ UInt32(channel) &* 40_503
      return format.sampleByteCount == 4
        ? Int32(bitPattern: mixed) : Int32(Int16(truncatingIfNeeded: mixed >> 8))
    }
  }
}

/// The bytes of a frame.
func encoded(_ frame: FrontEndFrame, _ numbers: [Int32]) -> [UInt8] {
  var bytes = [UInt8](repeating: 0xEE, count: frame.format.byteCount)
  var span = bytes.mutableSpan
  frame.encode(numbers.span, into: &span)
  return bytes
}

/// A frame and its numbers from bytes.
func decoded(
  _ bytes: [UInt8], as format: FrameFormat
) throws(FrameFault) -> (FrontEndFrame, [Int32]) {
  let frame = try FrontEndFrame.decode(bytes.span, as: format)
  var numbers = [Int32](repeating: 0, count: format.channels)
  var span = numbers.mutableSpan
  FrontEndFrame.numbers(of: bytes.span, as: format, into: &span)
  return (frame, numbers)
}

/// Why bytes are no frame; `nil` when they are one.
func fault(of bytes: [UInt8], as format: FrameFormat) -> FrameFault? {
  do throws(FrameFault) {
    _ = try decoded(bytes, as: format)
    return nil
  } catch {
    return error
  }
}

/// Flips up to three bits, or a burst of up to 16: damage that a CRC of 16 bits finds without exception.
func damaged(_ bytes: [UInt8], _ dice: inout Dice) -> [UInt8] {
  var bytes = bytes
  let bits = 8 * bytes.count
  func flip(_ bit: Int) { bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8) }
  if Bool.random(using: &dice) {
    var places: Set<Int> = []
    let count = Int.random(in: 1...3, using: &dice)
    while places.count < count { places.insert(Int.random(in: 0..<bits, using: &dice)) }
    for place in places { flip(place) }
  } else {
    let length = Int.random(in: 2...16, using: &dice)
    let start = Int.random(in: 0...bits - length, using: &dice)
    flip(start)
    flip(start + length - 1)
    for place in start + 1..<start + length - 1 where Bool.random(using: &dice) { flip(place) }
  }
  return bytes
}

/// The bytes that a text in hexadecimal stands for.
func bytes(hex: Substring) -> [UInt8] {
  var made: [UInt8] = []
  var digits = hex.makeIterator()
  while let high = digits.next()?.hexDigitValue, let low = digits.next()?.hexDigitValue {
    made.append(UInt8(high << 4 | low))
  }
  return made
}
