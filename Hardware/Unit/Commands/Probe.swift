import CUnit
import Devices
import GPIO
import Journal
import SPI

/// Lists chips, lines and devices, and says what to fix: `ok`, or `FIX` with what to do.
struct Probe {
  private var faults = 0
  private var isWritten = true

  /// Runs the probe; answers the exit status: 0 when nothing is to be fixed.
  static func run(_ arguments: Arguments) -> Int32 {
    var probe = Probe()
    probe.computer()
    do throws(SettingsError) {
      let settings = try SettingsReader.read(arguments.settings, needsLimits: false)
      probe.say(ok: true, "settings", arguments.settings)
      probe.frontEnd(settings)
      probe.lines("output", chip: settings.outputs.chip, settings.outputs.lines.span)
      probe.lines("button", chip: settings.inputs.chip, settings.inputs.lines.span)
      probe.sound(settings.outputs.soundCard)
      probe.limits(settings)
    } catch {
      probe.fix(error)
    }
    guard probe.isWritten else { return UnitProgram.Status.storage }
    return probe.faults == 0 ? UnitProgram.Status.done : UnitProgram.Status.failed
  }

  /// The chips of this computer, and who asks.
  private mutating func computer() {
    var name = InlineArray<40, CChar>(repeating: 0)
    var span = name.mutableSpan
    // SAFETY: the buffer holds as many bytes as it says; the answer ends with a zero.
    let user = unsafe span.withUnsafeMutableBufferPointer { buffer in
      _ = unsafe cunit_user_name(buffer.baseAddress, buffer.count)
      guard let start = buffer.baseAddress else { return DeviceName() }
      return unsafe DeviceName(cText: start, limit: buffer.count)
    }
    say(ok: true, "user", user)
    say(ok: Libgpiod.generation != 0, "libgpiod", Libgpiod.version)
    var index: UInt32 = 0
    while let path = Chip.path(at: index) {
      index += 1
      do throws(GPIOError) {
        let chip = try Chip(path: path)
        var used: Int64 = 0
        for offset in 0..<chip.information.lineCount where try chip.line(at: offset).isUsed {
          used += 1
        }
        var text = Self.line("ok", "chip", path)
        text.append(" label=")
        text.append(name: chip.information.label)
        text.append(" lines=")
        text.append(integer: Int64(chip.information.lineCount))
        text.append(" used=")
        text.append(integer: used)
        finish(&text)
      } catch {
        fix(error)
      }
    }
    guard index == 0 else { return }
    faults += 1
    var text = Self.line("FIX", "chip", "none")
    text.append(": this computer shows no GPIO chip. Try: ls /dev/gpiochip*; a kernel with ")
    text.append("GPIO_CDEV")
    finish(&text)
  }

  /// The bus and the data-ready line.
  private mutating func frontEnd(_ settings: UnitSettings) {
    switch settings.link {
    case .spi:
      file(settings.spiDevice)
      do throws(SPIError) {
        let mode = SPISettings.Mode(rawValue: settings.spiMode) ?? .mode0
        _ = try SPIDevice(
          path: settings.spiDevice, settings: SPISettings(mode: mode, hertz: settings.spiHertz))
        say(ok: true, "spi", settings.spiDevice)
      } catch {
        fix(error)
      }
      var ready = InlineArray<1, DeviceName>(repeating: DeviceName())
      ready[0] = settings.readyLine
      lines("data-ready", chip: settings.readyChip, ready.span)
    case .serial: file(settings.serialDevice)
    }
  }

  /// Lines by their names: whether each is there and free.
  private mutating func lines(
    _ what: StaticString, chip label: DeviceName, _ names: Span<DeviceName>
  ) {
    for place in 0..<names.count where !names[place].isEmpty {
      do throws(GPIOError) {
        let chip =
          label.isEmpty ? try Chip(lineNamed: names[place]) : try Chip(label: label)
        let line = try chip.line(at: try chip.offset(ofLine: names[place]))
        guard line.isUsed else {
          say(ok: true, what, names[place])
          continue
        }
        faults += 1
        var text = Self.line("FIX", what, names[place])
        text.append(": held by '")
        text.append(name: line.consumer)
        text.append("'. Try: stop that program or driver, or name another line in the settings")
        finish(&text)
      } catch {
        fix(error)
        // A chip that is not there lacks every line.
        if error.lineName.isEmpty { return }
      }
    }
  }

  /// A device file: whether it is there and may be used.
  private mutating func file(_ path: DeviceName) {
    var info = cunit_file_info()
    // SAFETY: the path ends with a zero, `info` is this function's own.
    let outcome = unsafe path.withCText { text in unsafe cunit_file_information(text, &info) }
    var text = Self.line(outcome >= 0 && info.may_read_and_write ? "ok" : "FIX", "file", path)
    if outcome < 0 {
      faults += 1
      text.append(": ")
      text.append(ErrorNumber(-outcome))
      text.append(". Try: ls /dev/spidev* /dev/ttyACM*; switch the bus on, or name another device")
    } else {
      text.append(" group=")
      text.append(name: Self.name(info))
      if !info.may_read_and_write {
        faults += 1
        text.append(": this user may not use it. Try: ")
        if info.mode & 0o060 == 0o060, !Self.name(info).matches("root") {
          text.append("sudo usermod -aG ")
          text.append(name: Self.name(info))
          text.append(" $USER, then log in again")
        } else {
          text.append("a udev rule that gives it to a group, as the package's 60-sapper.rules does")
        }
      }
    }
    finish(&text)
  }

  /// The sound cards that the kernel has, and whether the one of the settings can be opened.
  private mutating func sound(_ name: DeviceName) {
    var bytes = InlineArray<2048, UInt8>(repeating: 0)
    var span = bytes.mutableSpan
    // SAFETY: the path ends with a zero, the buffer holds as many bytes as it says.
    let count = unsafe span.withUnsafeMutableBufferPointer { buffer in
      unsafe ("/proc/asound/cards" as DeviceName).withCText { path in
        unsafe cunit_file_read(path, buffer.baseAddress, buffer.count)
      }
    }
    // Each card has two lines; the first begins with its number, then its name in brackets.
    var line = DeviceName()
    for place in 0..<max(0, Int(count)) {
      guard bytes[place] == UInt8(ascii: "\n") else {
        if !line.isEmpty || bytes[place] != UInt8(ascii: " ") { line.append(bytes[place]) }
        continue
      }
      if SoundCard.number(ofLine: line) != nil { say(ok: true, "sound card", line) }
      if !name.isEmpty, let number = SoundCard.number(ofLine: line) {
        var path: DeviceName = "/dev/snd/controlC"
        path.append(integer: number)
        file(path)
      }
      line = DeviceName()
    }
    guard !name.isEmpty else { return }
    let state = SoundCard.attempt(name)
    guard state.error.rawValue != 0 else { return say(ok: true, "alsa", name) }
    fix(SoundTrouble(card: name, kind: .failed(state.operation, state.error), count: 1))
  }

  /// Whether the self-test has limits.
  private mutating func limits(_ settings: UnitSettings) {
    guard settings.selfTest.isRequired, !settings.hasLimits else { return }
    faults += 1
    var text = Self.line("FIX", "self-test", "limits")
    text.append(": [self-test] minimum and maximum are not set. Try: sapper-unit self-test, which ")
    text.append("prints what each gate answers")
    finish(&text)
  }

  private static func name(_ info: cunit_file_info) -> DeviceName {
    var group = info.group
    // SAFETY: the array of C ends with a zero within its 32 bytes.
    return unsafe withUnsafePointer(to: &group) { pointer in
      unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 32) { text in
        unsafe DeviceName(cText: text, limit: 32)
      }
    }
  }

  private mutating func say(ok isOK: Bool, _ what: StaticString, _ name: DeviceName) {
    if !isOK { faults += 1 }
    var text = Self.line(isOK ? "ok" : "FIX", what, name)
    finish(&text)
  }

  private mutating func fix<Failure: ErrorText>(_ error: Failure) {
    faults += 1
    var text = TextBuffer<1024>()
    text.append("FIX  ")
    error.write(to: &text)
    finish(&text)
  }

  private static func line(
    _ word: StaticString, _ what: StaticString, _ name: DeviceName
  ) -> TextBuffer<1024> {
    var text = TextBuffer<1024>()
    text.append(word)
    for _ in word.utf8CodeUnitCount..<5 { text.append(" ") }
    text.append(what)
    text.append(" ")
    text.append(name: name)
    return text
  }

  @inline(never)
  private mutating func finish(_ text: inout TextBuffer<1024>) {
    text.append("\n")
    // The first that is lost is said.
    if isWritten { isWritten = Console.write(text) }
  }
}
