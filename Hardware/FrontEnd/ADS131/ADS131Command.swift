/// A command to an ADS131M0x: the first word of a frame that is sent to it.
///
/// Source: ADS131M08 data sheet, SBAS950, table of commands.
public struct ADS131Command: Sendable, Equatable, BitwiseCopyable {
  /// The 16 bits of the word.
  public let word: UInt16

  init(word: UInt16) { self.word = word }

  /// Nothing: the answer is the STATUS register.
  public static let null = ADS131Command(word: 0x0000)
  /// Resets the device.
  public static let reset = ADS131Command(word: 0x0011)
  /// Stops converting and saves power.
  public static let standby = ADS131Command(word: 0x0022)
  /// Converts again.
  public static let wakeup = ADS131Command(word: 0x0033)
  /// Takes only the commands NULL, RREG and UNLOCK from now on.
  public static let lock = ADS131Command(word: 0x0555)
  /// Takes all commands again.
  public static let unlock = ADS131Command(word: 0x0655)

  /// Reads `count` registers from one on: 101a aaaa annn nnnn, with n one less than the count.
  public static func readRegisters(
    _ first: ADS131Register, count: Int = 1
  ) -> ADS131Command {
    precondition(count >= 1 && count <= 128, "1 to 128 registers are read at once")
    return ADS131Command(word: 0xA000 | first.address << 7 | UInt16(count - 1))
  }

  /// Writes `count` registers from one on: 011a aaaa annn nnnn, with n one less than the count.
  public static func writeRegisters(
    _ first: ADS131Register, count: Int = 1
  ) -> ADS131Command {
    precondition(count >= 1 && count <= 128, "1 to 128 registers are written at once")
    return ADS131Command(word: 0x6000 | first.address << 7 | UInt16(count - 1))
  }

  /// What the first word of the next frame is when the device took the command; `nil` for NULL and for a
  /// read of one register, whose answer is the content.
  public func acknowledgement(channels: Int) -> UInt16? {
    switch self {
    case .reset: return 0xFF20 | UInt16(channels)
    case .standby, .wakeup, .lock, .unlock: return word
    default: break
    }
    switch word & 0xE000 {
    // 010a aaaa annn nnnn and 111a aaaa annn nnnn.
    case 0x6000: return 0x4000 | word & 0x1FFF
    case 0xA000: return word & 0x7F == 0 ? nil : 0xE000 | word & 0x1FFF
    default: return nil
    }
  }
}

/// A register of an ADS131M0x.
public struct ADS131Register: Sendable, Equatable, BitwiseCopyable {
  /// Its address, 0 … 63.
  public let address: UInt16

  /// A register by its address.
  public init(address: UInt16) {
    precondition(address < 64, "a register's address has six bits")
    self.address = address
  }

  /// Which device it is.
  public static let id = ADS131Register(address: 0x00)
  /// What happened since it was last read.
  public static let status = ADS131Register(address: 0x01)
  /// Words, checksums and data-ready.
  public static let mode = ADS131Register(address: 0x02)
  /// Channels on, oversampling, power.
  public static let clock = ADS131Register(address: 0x03)
  /// Gain of channels 0 to 3.
  public static let gain1 = ADS131Register(address: 0x04)
  /// Gain of channels 4 to 7.
  public static let gain2 = ADS131Register(address: 0x05)
  /// Chopping and current detection.
  public static let configuration = ADS131Register(address: 0x06)
}

/// The MODE register: what a frame looks like from the next one on.
public struct ADS131Mode: Sendable, Equatable, BitwiseCopyable {
  /// The bits.
  public var rawValue: UInt16

  /// Takes the bits as they are.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// As after a reset: 24 bits, CCITT, reset flag up, time-out on.
  public static let afterReset = ADS131Mode(rawValue: 0x0510)

  /// Whether commands must carry a CRC (RX_CRC_EN, bit 12).
  public var checksInput: Bool {
    get { rawValue & 1 << 12 != 0 }
    set { rawValue = rawValue & ~(1 << 12) | (newValue ? 1 << 12 : 0) }
  }

  /// The checksum of both directions (CRC_TYPE, bit 11).
  public var checksum: ADS131Checksum {
    get { rawValue & 1 << 11 == 0 ? .ccitt : .ansi }
    set { rawValue = rawValue & ~(1 << 11) | newValue.rawValue << 11 }
  }

  /// Whether a reset happened and was not yet written off (RESET, bit 10).
  public var isAfterReset: Bool {
    get { rawValue & 1 << 10 != 0 }
    set { rawValue = rawValue & ~(1 << 10) | (newValue ? 1 << 10 : 0) }
  }

  /// The length of a word (WLENGTH, bits 9 and 8).
  public var wordLength: ADS131WordLength {
    get { ADS131WordLength(rawValue: rawValue >> 8 & 3) ?? .bits24 }
    set { rawValue = rawValue & ~0x0300 | newValue.rawValue << 8 }
  }
}

/// The STATUS register, which is the answer of every frame without a command.
public struct ADS131Status: Sendable, Equatable, BitwiseCopyable {
  /// The bits.
  public var rawValue: UInt16

  /// Takes the bits as they are.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// Whether the device takes no commands (LOCK, bit 15).
  public var isLocked: Bool { rawValue & 1 << 15 != 0 }
  /// Whether the converter was synchronised anew (F_RESYNC, bit 14).
  public var isResynchronised: Bool { rawValue & 1 << 14 != 0 }
  /// Whether a register changed by itself (REG_MAP, bit 13).
  public var isRegisterMapChanged: Bool { rawValue & 1 << 13 != 0 }
  /// Whether the checksum of a command was wrong (CRC_ERR, bit 12).
  public var isInputDamaged: Bool { rawValue & 1 << 12 != 0 }
  /// Whether the device was reset (RESET, bit 10).
  public var isReset: Bool { rawValue & 1 << 10 != 0 }
  /// Whether a channel has a new sample (DRDY, bits 7 to 0).
  public func hasNewSample(of channel: Int) -> Bool {
    precondition(channel >= 0 && channel < 8, "channels are 0 to 7")
    return rawValue & 1 << UInt16(channel) != 0
  }
}
