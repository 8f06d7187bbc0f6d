import CGPIOD
public import Devices

extension Chip {
  /// The path of chip number `index` of this computer, in the order of their numbers; `nil` past the end.
  public static func path(at index: UInt32) -> DeviceName? {
    var text = InlineArray<48, CChar>(repeating: 0)
    var span = text.mutableSpan
    // SAFETY: the array has the bytes that the surface asks for, and outlives the call.
    let found = unsafe span.withUnsafeMutableBufferPointer { buffer in
      unsafe cgpiod_chip_path(index, buffer.baseAddress)
    }
    return found == 1 ? DeviceName(fixedText: text) : nil
  }

  /// Opens the chip with a label. Two chips with the same label are refused.
  public init(label: DeviceName) throws(GPIOError) {
    self = try Self.search(.findChip, subject: label)
  }

  /// Opens the chip that has a line of a name. A name that two lines have is refused.
  public init(lineNamed name: DeviceName) throws(GPIOError) {
    self = try Self.search(.findLine, subject: name)
  }

  /// Whether this is the chip that is looked for: by its line or by its label.
  private func isMeant(
    _ operation: GPIOError.Operation, subject: DeviceName
  ) throws(GPIOError) -> Bool {
    guard operation == .findLine else { return information.label == subject }
    do throws(GPIOError) {
      _ = try offset(ofLine: subject)
      return true
    } catch {
      guard error.kind == .noLine else { throw error }
      return false
    }
  }

  /// The one chip that is meant, of all chips of this computer.
  ///
  /// When it is not found, chips that could not be opened are the better explanation than its absence.
  ///
  /// One copy for both, since the program for small boards has a bound on its size.
  @inline(never)
  private static func search(
    _ operation: GPIOError.Operation, subject: DeviceName
  ) throws(GPIOError) -> Chip {
    guard Libgpiod.generation != 0 else {
      throw missing(operation, .notBuilt, subject: subject)
    }
    guard !subject.isMalformed, !subject.isEmpty else {
      throw missing(operation, .invalid, subject: subject)
    }
    var found: DeviceName?
    var closed: GPIOError?
    var index: UInt32 = 0
    while let path = Chip.path(at: index) {
      index += 1
      do throws(GPIOError) {
        let chip = try Chip(path: path)
        guard try chip.isMeant(operation, subject: subject) else { continue }
      } catch {
        if error.kind == .ambiguous { throw error }
        if closed == nil { closed = error }
        continue
      }
      guard found == nil else { throw missing(operation, .ambiguous, subject: subject) }
      found = path
    }
    if let found { return try Chip(path: found) }
    if let closed { throw closed }
    throw missing(operation, operation == .findLine ? .noLine : .noChip, subject: subject)
  }

  /// An error about something that was looked for by name.
  private static func missing(
    _ operation: GPIOError.Operation, _ kind: GPIOError.Kind, subject: DeviceName
  ) -> GPIOError {
    var error = GPIOError(operation, kind)
    if operation == .findLine { error.lineName = subject } else { error.chip = subject }
    return error
  }
}
