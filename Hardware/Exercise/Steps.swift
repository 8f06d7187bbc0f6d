import Devices
import GPIO
import Glibc

extension Exercise {
  static let consumer: DeviceName = "gpio-exercise"

  /// What must be refused on any computer.
  static func absentChips(_ tally: inout Tally) {
    let isBuilt = Libgpiod.generation != 0
    tally.refuses("a missing path is refused", isBuilt ? .noChip : .notBuilt) {
      () throws(GPIOError) in _ = try Chip(path: "/dev/gpiochip9999")
    }
    tally.refuses("a label that no chip has is refused", isBuilt ? .noChip : .notBuilt) {
      () throws(GPIOError) in _ = try Chip(label: "no-chip-has-this-label")
    }
    tally.refuses("a line name that no chip has is refused", isBuilt ? .noLine : .notBuilt) {
      () throws(GPIOError) in _ = try Chip(lineNamed: "no-line-has-this-name")
    }
    tally.refuses("a file that is no chip is refused", isBuilt ? .invalid : .notBuilt) {
      () throws(GPIOError) in _ = try Chip(path: "/dev/null")
    }
    tally.refuses("a folder is refused", isBuilt ? .invalid : .notBuilt) {
      () throws(GPIOError) in _ = try Chip(path: "/dev")
    }
  }

  /// Chips and lines by path and name.
  static func finding(_ chip: borrowing Chip, _ tally: inout Tally) {
    let information = chip.information
    tally.succeeds("opens the same chip by its path") { () throws(GPIOError) in
      let same = try Chip(path: DeviceName("/dev/\(information.name)"))
      let isSame = same.information.label == information.label
      same.close()
      return isSame
    }
    var named: LineInformation?
    tally.succeeds("tells of every line") { () throws(GPIOError) in
      for offset in 0..<information.lineCount {
        let line = try chip.line(at: offset)
        if named == nil, !line.name.isEmpty { named = line }
      }
      return named != nil
    }
    guard let named else { return }
    tally.succeeds("finds line \(named.name) on the chip") { () throws(GPIOError) in
      try chip.offset(ofLine: named.name) == named.offset
    }
    tally.succeeds("opens the chip by the name of line \(named.name)") { () throws(GPIOError) in
      let same = try Chip(lineNamed: named.name)
      return same.information.name == information.name
    }
  }

  /// What the kernel or the library must refuse on a chip that is there.
  static func refusals(_ chip: borrowing Chip, _ tally: inout Tally) {
    let lineCount = chip.information.lineCount
    tally.refuses("a line name that the chip has not is refused", .noLine) {
      () throws(GPIOError) in _ = try chip.offset(ofLine: "no-such-line")
    }
    tally.refuses("an offset beyond the chip is refused", .noLine) {
      () throws(GPIOError) in
      _ = try chip.request(line: lineCount, settings: .input, consumer: consumer)
    }
    tally.refuses("a request of no lines is refused", .invalid) { () throws(GPIOError) in
      let none = InlineArray<0, UInt32>(repeating: 0)
      _ = try chip.request(lines: none.span, settings: .input, consumer: consumer)
    }
    tally.refuses("the same line twice is refused", .busy, .invalid) { () throws(GPIOError) in
      let twice: InlineArray<2, UInt32> = [1, 1]
      _ = try chip.request(lines: twice.span, settings: .input, consumer: consumer)
    }
    tally.refuses("edges of an output are refused", .invalid) { () throws(GPIOError) in
      var settings = LineSettings.output
      settings.edges = .both
      _ = try chip.request(line: 1, settings: settings, consumer: consumer)
    }
    tally.succeeds("a line that is held is refused, and who holds it is said") {
      () throws(GPIOError) in
      let held = try chip.request(line: 2, settings: .input, consumer: "the-holder")
      var refusal: GPIOError?
      do throws(GPIOError) {
        _ = try chip.request(line: 2, settings: .input, consumer: consumer)
      } catch {
        refusal = error
        print("# \(error)")
      }
      held.close()
      return refusal?.kind == .busy && refusal?.consumer == "the-holder"
    }
    tally.succeeds("a line is free again when its request is gone") { () throws(GPIOError) in
      do { _ = try chip.request(line: 2, settings: .input, consumer: consumer) }
      return try !chip.line(at: 2).isUsed
    }
    tally.refuses("an input is not set", .invalid, .noPermission) { () throws(GPIOError) in
      let input = try chip.request(line: 1, settings: .input, consumer: consumer)
      try input.set(isActive: true)
    }
    tally.refuses("lines without edges are not waited for", .invalid) { () throws(GPIOError) in
      _ = try EdgeEvents(chip.request(line: 1, settings: .input, consumer: consumer))
    }
  }

  /// What a user without rights is told; only root can become one.
  static func permissions(_ chip: borrowing Chip, _ tally: inout Tally) {
    let path = DeviceName("/dev/\(chip.information.name)")
    // SAFETY: the path ends with a zero, as a string of Swift does for C.
    guard geteuid() == 0, unsafe chmod("/dev/\(chip.information.name)", 0o600) == 0,
      seteuid(65_534) == 0
    else {
      print("# not root: what a user without rights is told was not tried")
      return
    }
    tally.refuses("a user without rights is refused", .noPermission) { () throws(GPIOError) in
      _ = try Chip(path: path)
    }
    tally.refuses("so is a search by label", .noPermission) { () throws(GPIOError) in
      _ = try Chip(label: "no-chip-has-this-label")
    }
    if seteuid(0) != 0 { print("# the rights did not come back: what follows will fail") }
  }

  /// Inputs: level, active low, bias.
  static func inputs(_ chip: borrowing Chip, _ sim: SimulatedPins, _ tally: inout Tally) {
    tally.succeeds("an input follows its pin") { () throws(GPIOError) in
      let line = try chip.request(line: 0, settings: .input, consumer: consumer)
      sim.pull(0, up: true)
      let high = try line.isActive()
      sim.pull(0, up: false)
      let low = try !line.isActive()
      return high && low
    }
    tally.succeeds("active low turns it round") { () throws(GPIOError) in
      var settings = LineSettings.input
      settings.isActiveLow = true
      let line = try chip.request(line: 0, settings: settings, consumer: consumer)
      sim.pull(0, up: false)
      let low = try line.isActive()
      let told = try chip.line(at: 0).isActiveLow
      sim.pull(0, up: true)
      let high = try !line.isActive()
      return low && told && high
    }
    tally.succeeds("a bias pulls the line") { () throws(GPIOError) in
      var settings = LineSettings.input
      settings.bias = .pullUp
      let up = try chip.request(line: 3, settings: settings, consumer: consumer)
      let high = try up.isActive()
      let told = try chip.line(at: 3).bias
      up.close()
      settings.bias = .pullDown
      let down = try chip.request(line: 3, settings: settings, consumer: consumer)
      let low = try !down.isActive()
      return high && told == .pullUp && low
    }
    tally.succeeds("several lines are read at once") { () throws(GPIOError) in
      let offsets: InlineArray<3, UInt32> = [4, 0, 3]
      let lines = try chip.request(lines: offsets.span, settings: .input, consumer: consumer)
      sim.pull(4, up: true)
      sim.pull(0, up: false)
      sim.pull(3, up: true)
      return try lines.levels() == LineLevels(rawValue: 0b101)
    }
  }

  /// Outputs: first level, setting one and all, active low, drive.
  static func outputs(_ chip: borrowing Chip, _ sim: SimulatedPins, _ tally: inout Tally) {
    tally.succeeds("an output begins with the level it was given") { () throws(GPIOError) in
      let line = try chip.request(line: 5, settings: .output, isActive: true, consumer: consumer)
      let before = sim.value(5)
      try line.set(isActive: false)
      return before == 1 && sim.value(5) == 0
    }
    tally.succeeds("one of several outputs is set alone") { () throws(GPIOError) in
      let offsets: InlineArray<3, UInt32> = [5, 6, 7]
      let lines = try chip.request(
        lines: offsets.span, settings: .output, levels: LineLevels(rawValue: 0b101),
        consumer: consumer)
      try lines.set(at: 1, isActive: true)
      let three = [sim.value(5), sim.value(6), sim.value(7)]
      try lines.set(at: 2, isActive: false)
      let two = [sim.value(5), sim.value(6), sim.value(7)]
      try lines.set(LineLevels(rawValue: 0b100))
      let one = [sim.value(5), sim.value(6), sim.value(7)]
      return three == [1, 1, 1] && two == [1, 1, 0] && one == [0, 0, 1]
    }
    tally.succeeds("active low turns an output round") { () throws(GPIOError) in
      var settings = LineSettings.output
      settings.isActiveLow = true
      let line = try chip.request(line: 5, settings: settings, isActive: true, consumer: consumer)
      let active = sim.value(5)
      try line.set(isActive: false)
      return active == 0 && sim.value(5) == 1
    }
    tally.succeeds("an open drain is told as one") { () throws(GPIOError) in
      var settings = LineSettings.output
      settings.drive = .openDrain
      let line = try chip.request(line: 6, settings: settings, consumer: consumer)
      let isLow = try !line.isActive()
      let told = try chip.line(at: 6).drive
      return isLow && told == .openDrain
    }
  }

  /// New settings for lines that are held.
  static func reconfigures(
    _ chip: borrowing Chip, _ sim: SimulatedPins, _ tally: inout Tally
  ) {
    tally.succeeds("an input becomes an output without being let go") { () throws(GPIOError) in
      var line = try chip.request(line: 5, settings: .input, consumer: consumer)
      try line.reconfigure(.output, levels: LineLevels(rawValue: 1))
      let told = try chip.line(at: 5).direction
      return sim.value(5) == 1 && told == .output && line.settings == .output
    }
  }
}
