import FrameProtocol
import FrontEnd
import SPI

/// A converter of the family, as its data sheet describes it: the answer to a command is in the next frame.
final class ConverterCore {
  let channels: Int
  var registers: [UInt16]
  var isLocked = false
  var flipsNext = false
  var isAbsent = false
  private var answer: UInt16?

  init(channels: Int) {
    self.channels = channels
    registers = Self.afterReset(channels: channels)
  }

  private static func afterReset(channels: Int) -> [UInt16] {
    var registers = [UInt16](repeating: 0, count: 64)
    registers[0] = 0x2000 | UInt16(channels) << 8
    registers[2] = 0x0510
    return registers
  }

  private var mode: ADS131Mode { ADS131Mode(rawValue: registers[2]) }
  private var width: Int { mode.wordLength.byteCount }

  /// One frame: what the device sends for what it is sent.
  func exchange(_ out: [UInt8]) -> [UInt8] {
    guard !isAbsent else { return out.map { _ in 0xFF } }
    var sent = frame()
    if flipsNext {
      sent[4] ^= 1
      flipsNext = false
    }
    take(out)
    return sent
  }

  private func frame() -> [UInt8] {
    let status = (isLocked ? 0x8000 : 0) | registers[2] & 0x0F00 | (1 << UInt16(channels)) - 1
    var bytes = word(answer ?? status)
    for channel in 0..<channels {
      let value = UInt32(
        bitPattern: channel % 2 == 0 ? Int32(channel * 500) : -Int32(1 + (channel - 1) * 500))
      switch mode.wordLength {
      case .bits16:
        bytes += [UInt8(truncatingIfNeeded: value >> 16), UInt8(truncatingIfNeeded: value >> 8)]
      case .bits24: bytes += Self.bytes(value).dropFirst()
      case .bits32Padded: bytes += Self.bytes(value << 8)
      case .bits32Extended: bytes += Self.bytes(value)
      }
    }
    var crc = CRC16(polynomial: mode.checksum == .ccitt ? 0x1021 : 0x8005)
    for byte in bytes { crc.add(byte) }
    return bytes + word(crc.value)
  }

  private func take(_ out: [UInt8]) {
    let command = UInt16(out[0]) << 8 | UInt16(out[1])
    let first = Int(command >> 7 & 63)
    answer = nil
    switch command {
    case 0x0011 where !isLocked:
      registers = Self.afterReset(channels: channels)
      answer = 0xFF20 | UInt16(channels)
    case 0x0555:
      isLocked = true
      answer = command
    case 0x0655:
      isLocked = false
      answer = command
    case 0xA000...0xBFFF: answer = registers[first]
    case 0x6000...0x7FFF where !isLocked:
      registers[first] = UInt16(out[width]) << 8 | UInt16(out[width + 1])
      answer = 0x4000 | command & 0x1FFF
    default: break
    }
  }

  private func word(_ value: UInt16) -> [UInt8] {
    [UInt8(truncatingIfNeeded: value >> 8), UInt8(truncatingIfNeeded: value)]
      + [UInt8](repeating: 0, count: width - 2)
  }

  private static func bytes(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
  }
}

/// A bus with a fake converter behind it.
struct FakeConverter: DuplexBus {
  let core: ConverterCore

  init(channels: Int) { core = ConverterCore(channels: channels) }

  mutating func exchange(
    sending out: Span<UInt8>, receiving answer: inout MutableSpan<UInt8>
  ) throws(SPIError) {
    var sent: [UInt8] = []
    for index in 0..<out.count { sent.append(out[index]) }
    let received = core.exchange(sent)
    for index in 0..<answer.count { answer[index] = index < received.count ? received[index] : 0 }
  }
}
