public import SPI

/// What goes wrong with an ADS131M0x.
public enum ADS131Error: Error, Equatable, Sendable {
  /// The SPI device.
  case spi(SPIError)
  /// What it answered.
  case fault(ADS131Fault)
}

/// A bus that sends and receives at once: spidev, or what a test puts in its place.
public protocol DuplexBus: ~Copyable {
  /// Sends and receives as many bytes.
  mutating func exchange(
    sending out: Span<UInt8>, receiving answer: inout MutableSpan<UInt8>
  ) throws(SPIError)
}

extension SPIDevice: DuplexBus {
  /// Sends and receives as many bytes.
  public mutating func exchange(
    sending out: Span<UInt8>, receiving answer: inout MutableSpan<UInt8>
  ) throws(SPIError) {
    try transfer(sending: out, receiving: &answer)
  }
}

/// A converter of the family ADS131M02 … ADS131M08 (SPI mode 1), for a front end whose gates are timed
/// elsewhere.
///
///     var converter = ADS131Device(device, format: format)
///     try converter.reset()
///     try converter.write(.mode, mode.rawValue)
///     let status = try converter.sample(into: &samples)   // on each edge of DRDY
public struct ADS131Device<Bus: DuplexBus & ~Copyable>: ~Copyable {
  /// The bus.
  public private(set) var bus: Bus
  /// How frames are laid out; it follows what is written to the MODE register.
  public private(set) var format: ADS131Format
  /// Frames whose checksum was wrong.
  public private(set) var damagedFrames: Int64 = 0
  private var checksInput = false

  /// Joins a bus and the format that the device has now; after a reset 24 bits and CCITT.
  public init(_ bus: consuming Bus, format: ADS131Format) {
    self.bus = bus
    self.format = format
  }

  /// Reads a sample of each channel, and the STATUS register.
  public mutating func sample(
    into samples: inout MutableSpan<Int32>
  ) throws(ADS131Error) -> ADS131Status {
    ADS131Status(rawValue: try frame(.null, into: &samples))
  }

  /// Resets the device, which takes 5 µs, and checks that it did.
  public mutating func reset() throws(ADS131Error) {
    // A reset is taken only at the end of a frame of the full length.
    _ = try? exchange(.reset)
    format.wordLength = .bits24
    format.checksum = .ccitt
    checksInput = false
    let answer = try exchange(.null)
    try expect(answer, ADS131Command.reset.acknowledgement(channels: format.channels))
  }

  /// Sends a command that has no values, and checks that the device took it.
  public mutating func send(_ command: ADS131Command) throws(ADS131Error) {
    _ = try exchange(command)
    let answer = try exchange(.null)
    try expect(answer, command.acknowledgement(channels: format.channels))
  }

  /// Reads a register.
  public mutating func read(_ register: ADS131Register) throws(ADS131Error) -> UInt16 {
    _ = try exchange(.readRegisters(register))
    return try exchange(.null)
  }

  /// Writes a register, and checks that the device took it. What MODE says of frames holds at once.
  public mutating func write(
    _ register: ADS131Register, _ value: UInt16
  ) throws(ADS131Error) {
    let command = ADS131Command.writeRegisters(register)
    _ = try exchange(command, value: value)
    if register == .mode {
      let mode = ADS131Mode(rawValue: value)
      format.wordLength = mode.wordLength
      format.checksum = mode.checksum
      checksInput = mode.checksInput
    }
    let answer = try exchange(.null)
    try expect(answer, command.acknowledgement(channels: format.channels))
  }

  private func expect(_ answer: UInt16, _ expected: UInt16?) throws(ADS131Error) {
    guard let expected, answer != expected else { return }
    throw .fault(.answer(found: answer, expected: expected))
  }

  /// One frame without a use for its samples; its answer is to the command before.
  private mutating func exchange(
    _ command: ADS131Command, value: UInt16? = nil
  ) throws(ADS131Error) -> UInt16 {
    var ignored = InlineArray<8, Int32>(repeating: 0)
    var span = ignored.mutableSpan
    return try frame(command, value: value, into: &span)
  }

  private mutating func frame(
    _ command: ADS131Command, value: UInt16? = nil, into samples: inout MutableSpan<Int32>
  ) throws(ADS131Error) -> UInt16 {
    var out = InlineArray<40, UInt8>(repeating: 0)
    var answer = InlineArray<40, UInt8>(repeating: 0)
    var outSpan = out.mutableSpan
    let one: InlineArray<1, UInt16> = [value ?? 0]
    let values = one.span.extracting(0..<(value == nil ? 0 : 1))
    _ = format.encode(command, values: values, checksInput: checksInput, into: &outSpan)
    let count = format.byteCount
    do throws(SPIError) {
      var answerSpan = answer.mutableSpan
      var whole = answerSpan._mutatingExtracting(0..<count)
      try bus.exchange(sending: out.span.extracting(0..<count), receiving: &whole)
    } catch {
      throw .spi(error)
    }
    do throws(ADS131Fault) {
      return try format.decode(answer.span.extracting(0..<count), into: &samples)
    } catch {
      damagedFrames += 1
      throw .fault(error)
    }
  }
}
