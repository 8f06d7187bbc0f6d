import CGPIOD
public import Devices

/// An open GPIO chip.
///
///     let chip = try Chip(label: "pinctrl-bcm2711")
///     let ready = try chip.request(line: "GPIO25", settings: .input, consumer: "sapper")
///
/// A chip is found by its label or by the name of one of its lines, since its number moves from one
/// start of the computer to the next. It is closed when it goes out of use; lines that were requested
/// of it stay held.
@safe public struct Chip: ~Copyable {
  /// What the kernel says of a chip.
  public struct Information: Sendable {
    /// The kernel's name, such as `gpiochip0`; it may be another one after the next start.
    public var name: DeviceName
    /// What the driver calls it, such as `pinctrl-bcm2711`.
    public var label: DeviceName
    /// How many lines it has.
    public var lineCount: UInt32
  }

  /// The chip of the C surface.
  private let pointer: OpaquePointer
  /// What the kernel says of it.
  public let information: Information

  /// Opens a chip by the path of its device file.
  public init(path: DeviceName) throws(GPIOError) {
    guard !path.isMalformed else {
      throw GPIOError(.openChip, .invalid, errorNumber: .nameTooLong, chip: path)
    }
    var opened: OpaquePointer?
    // SAFETY: the path ends with a zero and outlives the call; `opened` is this function's own.
    let outcome = unsafe path.withCText { text in unsafe cgpiod_chip_open(text, &opened) }
    // SAFETY: the surface answers a chip or an error.
    guard outcome >= 0, let chip = unsafe opened else {
      throw GPIOError(.openChip, answer: outcome, chip: path)
    }
    var info = cgpiod_chip_info()
    // SAFETY: `chip` is open, `info` is this function's own.
    let told = unsafe cgpiod_chip_information(chip, &info)
    guard told >= 0 else {
      // SAFETY: `chip` was opened above and is not used again.
      unsafe cgpiod_chip_close(chip)
      throw GPIOError(.inspect, answer: told, chip: path)
    }
    // SAFETY: from here on this value alone knows the open chip.
    unsafe pointer = chip
    information = Information(info)
  }

  /// Wraps up the C surface: closes the chip.
  deinit {
    // SAFETY: a chip is closed once, here, and its pointer is known to nobody else.
    unsafe cgpiod_chip_close(pointer)
  }

  /// Closes the chip now rather than when it goes out of use.
  public consuming func close() {}

  /// What the kernel says of a line.
  ///
  /// One copy for all who ask: names of C are taken byte by byte.
  @inline(never)
  public func line(at offset: UInt32) throws(GPIOError) -> LineInformation {
    guard offset < information.lineCount else {
      throw failure(.inspect, .noLine, offset: offset)
    }
    var info = cgpiod_line_info()
    // SAFETY: the chip is open as long as `self`, `info` is this function's own.
    let outcome = unsafe cgpiod_line_information(pointer, offset, &info)
    guard outcome >= 0 else {
      var error = GPIOError(.inspect, answer: outcome, chip: information.label)
      error.offset = offset
      throw error
    }
    return LineInformation(info, offset: offset)
  }

  /// The offset of the line with a name; a name that two lines have is refused.
  public func offset(ofLine name: DeviceName) throws(GPIOError) -> UInt32 {
    var found: UInt32?
    for offset in 0..<information.lineCount where try line(at: offset).name == name {
      guard found == nil else { throw failure(.findLine, .ambiguous, lineName: name) }
      found = offset
    }
    guard let found, !name.isEmpty else { throw failure(.findLine, .noLine, lineName: name) }
    return found
  }

  /// Takes one line, by its name, for this program.
  public func request(
    line name: DeviceName, settings: LineSettings, isActive: Bool = false, consumer: DeviceName
  ) throws(GPIOError) -> LineRequest {
    let offset = try offset(ofLine: name)
    do throws(GPIOError) {
      return try request(
        line: offset, settings: settings, isActive: isActive, consumer: consumer)
    } catch {
      var named = error
      named.lineName = name
      throw named
    }
  }

  /// Takes one line, by its offset, for this program.
  public func request(
    line offset: UInt32, settings: LineSettings, isActive: Bool = false, consumer: DeviceName
  ) throws(GPIOError) -> LineRequest {
    let one: InlineArray<1, UInt32> = [offset]
    return try request(
      lines: one.span, settings: settings, levels: LineLevels(rawValue: isActive ? 1 : 0),
      consumer: consumer)
  }

  /// Takes lines for this program, 64 at the most, all with the same settings.
  ///
  /// Outputs begin with `levels`. Either all lines are taken or none.
  public func request(
    lines offsets: Span<UInt32>, settings: LineSettings, levels: LineLevels = .inactive,
    consumer: DeviceName
  ) throws(GPIOError) -> LineRequest {
    guard offsets.count > 0, offsets.count <= LineRequest.maximumLines else {
      throw failure(.request, .invalid)
    }
    for index in 0..<offsets.count where offsets[index] >= information.lineCount {
      throw failure(.request, .noLine, offset: offsets[index])
    }
    var made: OpaquePointer?
    var settingsForC = settings.forC
    // SAFETY: the offsets, the consumer and the settings outlive the call, which copies them.
    let outcome = unsafe consumer.withCText { text in
      unsafe offsets.withUnsafeBufferPointer { list in
        unsafe cgpiod_request_lines(
          pointer, list.baseAddress, UInt32(list.count), &settingsForC, levels.rawValue, text,
          settings.eventCapacity, &made)
      }
    }
    guard outcome >= 0, let made = unsafe made else {
      throw refusal(outcome, offsets: offsets, settings: settings)
    }
    // SAFETY: the request was just made, and is known to nobody else.
    return unsafe LineRequest(
      pointer: made, offsets: offsets, settings: settings, chip: information.label)
  }

  /// Says why lines could not be taken: which of them is held, and by whom.
  private func refusal(
    _ answer: Int32, offsets: Span<UInt32>, settings: LineSettings
  ) -> GPIOError {
    var error = GPIOError(.request, answer: answer, chip: information.label)
    error.offset = offsets[0]
    if error.kind == .notSupported { error.feature = settings.beyondFirstGeneration }
    guard error.kind == .busy else { return error }
    for index in 0..<offsets.count {
      guard let info = try? line(at: offsets[index]), info.isUsed else { continue }
      error.offset = offsets[index]
      error.lineName = info.name
      error.consumer = info.consumer
      return error
    }
    return error
  }

  /// An error about this chip.
  private func failure(
    _ operation: GPIOError.Operation, _ kind: GPIOError.Kind, lineName: DeviceName = DeviceName(),
    offset: UInt32? = nil
  ) -> GPIOError {
    var error = GPIOError(operation, kind, chip: information.label)
    error.lineName = lineName
    error.offset = offset
    return error
  }
}
