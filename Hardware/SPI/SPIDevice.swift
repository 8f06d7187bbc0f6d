import CLinux
public import Devices

/// An open SPI device behind the kernel's spidev driver.
///
///     var device = try SPIDevice(path: "/dev/spidev0.0", settings: SPISettings(hertz: 1_000_000))
///     try device.transfer(sending: command.span, receiving: &answer)
public struct SPIDevice: ~Copyable {
  /// The device file, as the caller named it.
  public let path: DeviceName
  /// How it is set up.
  public let settings: SPISettings
  private let descriptor: Int32

  /// Opens a device file and sets it up.
  public init(path: DeviceName, settings: SPISettings) throws(SPIError) {
    guard !path.isMalformed else { throw SPIError(.open, .nameTooLong, path: path) }
    // SAFETY: the path ends with a zero and outlives the call.
    let opened = unsafe path.withCText { text in unsafe clinux_open(text, UInt32(CLINUX_READ_WRITE))
    }
    guard opened >= 0 else { throw SPIError(.open, ErrorNumber(-opened), path: path) }
    let outcome = clinux_spi_configure(
      opened, settings.modeBits, settings.bitsPerWord, settings.hertz)
    guard outcome >= 0 else {
      _ = clinux_close(opened)
      var error = SPIError(.configure, ErrorNumber(-outcome), path: path)
      error.settings = settings
      throw error
    }
    descriptor = opened
    self.path = path
    self.settings = settings
  }

  /// Closes the device.
  deinit { _ = clinux_close(descriptor) }

  /// Closes the device now rather than when it goes out of use.
  public consuming func close() {}

  /// Sends and receives at once, with chip select held throughout; both sides have the same length.
  public func transfer(
    sending out: Span<UInt8>, receiving answer: inout MutableSpan<UInt8>
  ) throws(SPIError) {
    precondition(out.count == answer.count, "full duplex: as many bytes go out as come in")
    let count = out.count
    // SAFETY: both buffers hold `count` bytes for the length of the call.
    let outcome = unsafe out.withUnsafeBufferPointer { sent in
      unsafe answer.withUnsafeMutableBufferPointer { received in
        unsafe clinux_spi_transfer(
          descriptor, sent.baseAddress, received.baseAddress, UInt32(count), settings.hertz)
      }
    }
    try check(outcome, count: count)
  }

  /// Receives while zeros are sent.
  public func receive(into answer: inout MutableSpan<UInt8>) throws(SPIError) {
    let count = answer.count
    // SAFETY: the buffer holds `count` bytes for the length of the call.
    let outcome = unsafe answer.withUnsafeMutableBufferPointer { received in
      unsafe clinux_spi_transfer(
        descriptor, nil, received.baseAddress, UInt32(count), settings.hertz)
    }
    try check(outcome, count: count)
  }

  /// Sends, and ignores what comes back.
  public func send(_ out: Span<UInt8>) throws(SPIError) {
    let count = out.count
    // SAFETY: the buffer holds `count` bytes for the length of the call.
    let outcome = unsafe out.withUnsafeBufferPointer { sent in
      unsafe clinux_spi_transfer(descriptor, sent.baseAddress, nil, UInt32(count), settings.hertz)
    }
    try check(outcome, count: count)
  }

  private func check(_ outcome: Int32, count: Int) throws(SPIError) {
    guard outcome < 0 else { return }
    var error = SPIError(.transfer, ErrorNumber(-outcome), path: path)
    error.byteCount = count
    throw error
  }
}
