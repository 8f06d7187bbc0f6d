import FrontEnd
import SPI
import Testing

@Suite("ADS131M0x") struct ADS131Tests {
  /// The frame format of a vector: its word length, checksum and channels stand in the title.
  private func agreed(by vector: ConformanceVector) -> ADS131Format? {
    let words = vector.title.split(separator: " ").compactMap { UInt16($0) }
    guard words.count == 3, let length = ADS131WordLength(rawValue: words[0]),
      let checksum = ADS131Checksum(rawValue: words[1])
    else { return nil }
    return ADS131Format(channels: Int(words[2]), wordLength: length, checksum: checksum)
  }

  @Test("Frames of every word length, checksum and number of channels are read")
  func frames() throws {
    let vectors = try ConformanceVector.all(in: "ads131.txt", "frame ")
    #expect(vectors.count == 24)
    for vector in vectors {
      let format = try #require(agreed(by: vector))
      var samples = [Int32](repeating: 99, count: format.channels)
      var span = samples.mutableSpan
      let answer = try format.decode(vector.bytes.span, into: &span)
      #expect(answer == UInt16(vector.text("answer"), radix: 16), "\(vector.title)")
      #expect(samples == vector.numbers("samples"), "\(vector.title)")
    }
  }

  @Test("Commands are written as frames, with their values and their CRC")
  func commands() throws {
    let format = try #require(ADS131Format(channels: 4))
    let vectors = try ConformanceVector.all(in: "ads131.txt", "command ")
    #expect(vectors.count == 3)
    for vector in vectors {
      let values = vector.text("values").split(separator: " ").compactMap { UInt16($0, radix: 16) }
      let count = max(1, values.count)
      let command: ADS131Command
      switch vector.title {
      case "command mode": command = .writeRegisters(.mode, count: count)
      case "command clock": command = .writeRegisters(.clock, count: count)
      default: command = .readRegisters(.id, count: count)
      }
      #expect(command.word == UInt16(vector.text("word"), radix: 16))
      var bytes = [UInt8](repeating: 0xEE, count: 40)
      var span = bytes.mutableSpan
      let length = format.encode(command, values: values.span, checksInput: true, into: &span)
      #expect(Array(bytes[..<length]) == vector.bytes, "\(vector.title)")
    }
  }

  @Test("No single bit of a frame can be flipped unseen, and no length but its own is taken")
  func damage() throws {
    for vector in try ConformanceVector.all(in: "ads131.txt", "frame ") {
      let format = try #require(agreed(by: vector))
      // Bits behind the 16 of the CRC's own word carry nothing.
      let width = format.wordLength.byteCount
      for bit in 0..<8 * (vector.bytes.count - width + 2) {
        var bytes = vector.bytes
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        #expect(fault(of: bytes, as: format) != nil, "\(vector.title) bit \(bit)")
      }
      let cut = Array(vector.bytes.dropLast())
      #expect(
        fault(of: cut, as: format) == .length(have: cut.count, need: vector.bytes.count))
    }
  }

  @Test("Registers are read and written, and MODE changes the frames that follow")
  func registers() throws {
    let format = try #require(ADS131Format(channels: 4))
    var device = ADS131Device(FakeConverter(channels: 4), format: format)
    try device.reset()
    #expect(try device.read(.id) == 0x2400)
    #expect(try device.read(.mode) == 0x0510)
    var mode = ADS131Mode.afterReset
    mode.isAfterReset = false
    mode.checksum = .ansi
    mode.wordLength = .bits32Extended
    mode.checksInput = true
    #expect(mode.rawValue == 0x1B10)
    try device.write(.mode, mode.rawValue)
    #expect(device.format.wordLength == .bits32Extended)
    #expect(device.format.checksum == .ansi)
    #expect(try device.read(.mode) == 0x1B10)
    try device.write(.gain1, 0x1234)
    #expect(try device.read(.gain1) == 0x1234)
    var samples = [Int32](repeating: 0, count: 4)
    var span = samples.mutableSpan
    let status = try device.sample(into: &span)
    #expect(status.hasNewSample(of: 3) && !status.hasNewSample(of: 4))
    #expect(samples == [0, -1, 1_000, -1_001])
    #expect(device.damagedFrames == 0)
  }

  @Test("A locked device refuses to be written, and that is an error and not a surprise")
  func lock() throws {
    let format = try #require(ADS131Format(channels: 2))
    var device = ADS131Device(FakeConverter(channels: 2), format: format)
    try device.reset()
    try device.send(.lock)
    #expect(throws: ADS131Error.fault(.answer(found: 0x8503, expected: 0x4200))) {
      try device.write(.gain1, 1)
    }
    #expect(try device.read(.gain1) == 0)
    try device.send(.unlock)
    try device.write(.gain1, 1)
    #expect(try device.read(.gain1) == 1)
  }

  @Test("A damaged frame is refused and counted, and the next one is good again")
  func damagedFrame() throws {
    let format = try #require(ADS131Format(channels: 2))
    let converter = FakeConverter(channels: 2)
    var device = ADS131Device(converter, format: format)
    try device.reset()
    converter.core.flipsNext = true
    var samples = [Int32](repeating: 0, count: 2)
    #expect(throws: ADS131Error.self) {
      var span = samples.mutableSpan
      _ = try device.sample(into: &span)
    }
    var span = samples.mutableSpan
    _ = try device.sample(into: &span)
    #expect(device.damagedFrames == 1)
  }

  @Test("A device that is not there does not pass for one that was reset")
  func absent() throws {
    let format = try #require(ADS131Format(channels: 2))
    let converter = FakeConverter(channels: 2)
    converter.core.isAbsent = true
    var device = ADS131Device(converter, format: format)
    #expect(throws: ADS131Error.self) { try device.reset() }
  }

  private func fault(of bytes: [UInt8], as format: ADS131Format) -> ADS131Fault? {
    var samples = [Int32](repeating: 0, count: format.channels)
    do throws(ADS131Fault) {
      var span = samples.mutableSpan
      _ = try format.decode(bytes.span, into: &span)
      return nil
    } catch {
      return error
    }
  }
}
