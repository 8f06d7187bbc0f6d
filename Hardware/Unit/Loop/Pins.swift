import Devices
package import GPIO

/// The lines of the operator: outputs that are driven, buttons that are read.
package struct Pins: ~Copyable {
  private var outputs: LineRequest?
  private var outputBits = InlineArray<7, Int8>(repeating: -1)
  private var last: OutputLevels?
  private var inputs: EdgeEvents?
  private var inputBits = InlineArray<4, Int8>(repeating: -1)
  /// The buttons that were pressed when they were read last, a bit each.
  package private(set) var pressedBits: UInt8 = 0
  /// The first error that a line gave since it was asked last.
  package private(set) var failure: GPIOError?

  /// No lines at all.
  package init() {}

  /// Takes the lines that the settings name.
  init(_ settings: borrowing UnitSettings) throws(GPIOError) {
    if !settings.outputs.isEmpty {
      outputs = try Self.outputs(settings.outputs, bits: &outputBits)
    }
    if !settings.inputs.isEmpty {
      inputs = try Self.inputs(settings.inputs, bits: &inputBits)
    }
  }

  /// Whether anything can be heard or seen.
  var hasOutputs: Bool { outputs != nil }
  /// The descriptor that poll finds readable when a button moved; -1 without buttons.
  var inputDescriptor: Int32 {
    switch inputs {
    case .some(let held): held.descriptor
    case .none: -1
    }
  }

  /// Drives the lines, when a level is another one.
  mutating func set(_ levels: OutputLevels) {
    guard last != levels, outputs != nil else { return }
    last = levels
    var bits = LineLevels.inactive
    for number in 0..<OutputLine.all.count where outputBits[number] >= 0 {
      bits[Int(outputBits[number])] = levels[OutputLine.all[number]]
    }
    do throws(GPIOError) {
      try outputs?.set(bits)
    } catch {
      if failure == nil { failure = error }
    }
  }

  /// Reads the buttons anew.
  mutating func readButtons() { pressedBits = pressed() }

  private mutating func pressed() -> UInt8 {
    do throws(GPIOError) {
      // What moved is not asked: the levels decide, the edges only wake.
      while try inputs?.next() != nil {}
      guard let levels = try inputs?.lines.levels() else { return 0 }
      var bits: UInt8 = 0
      for number in 0..<Button.all.count where inputBits[number] >= 0 {
        if levels[Int(inputBits[number])] { bits |= 1 << UInt8(number) }
      }
      return bits
    } catch {
      if failure == nil { failure = error }
      return 0
    }
  }

  /// The first error since the last call.
  mutating func takeFailure() -> GPIOError? {
    defer { failure = nil }
    return failure
  }

  private static func outputs(
    _ names: OutputNames, bits: inout InlineArray<7, Int8>
  ) throws(GPIOError) -> LineRequest {
    var offsets = InlineArray<8, UInt32>(repeating: 0)
    var count = 0
    let chip = try chip(names.chip, names.lines.span)
    for place in 0..<names.lines.count where !names.lines[place].isEmpty {
      offsets[count] = try chip.offset(ofLine: names.lines[place])
      bits[place] = Int8(count)
      count += 1
    }
    var settings = LineSettings.output
    settings.isActiveLow = names.isActiveLow
    return try chip.request(
      lines: offsets.span.extracting(0..<count), settings: settings, consumer: "sapper-unit")
  }

  private static func inputs(
    _ names: InputNames, bits: inout InlineArray<4, Int8>
  ) throws(GPIOError) -> EdgeEvents {
    var offsets = InlineArray<8, UInt32>(repeating: 0)
    var count = 0
    let chip = try chip(names.chip, names.lines.span)
    for place in 0..<names.lines.count where !names.lines[place].isEmpty {
      offsets[count] = try chip.offset(ofLine: names.lines[place])
      bits[place] = Int8(count)
      count += 1
    }
    var settings = LineSettings.bothEdges
    settings.isActiveLow = names.isActiveLow
    switch names.bias {
    case .none: break
    case .up: settings.bias = .pullUp
    case .down: settings.bias = .pullDown
    }
    return try EdgeEvents(
      chip.request(
        lines: offsets.span.extracting(0..<count), settings: settings, consumer: "sapper-unit"))
  }

  /// The chip with a label, or without one the chip that has the first named line.
  private static func chip(
    _ label: DeviceName, _ lines: Span<DeviceName>
  ) throws(GPIOError) -> Chip {
    guard label.isEmpty else { return try Chip(label: label) }
    for place in 0..<lines.count where !lines[place].isEmpty {
      return try Chip(lineNamed: lines[place])
    }
    preconditionFailure("a chip is opened for a line that has a name")
  }
}
