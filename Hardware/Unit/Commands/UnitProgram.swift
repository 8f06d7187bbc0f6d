import CUnit
import DetectorCore
import Devices
import FrameProtocol
import FrontEnd
import GPIO
import Journal
import SPI
import SerialLine

/// The unit program: what its arguments ask for, and its exit status.
package enum UnitProgram {
  /// Exit statuses, as sysexits.h names them where it does.
  enum Status {
    static let done: Int32 = 0
    static let failed: Int32 = 1
    static let usage: Int32 = 64
    static let device: Int32 = 69
    static let storage: Int32 = 74
    static let configuration: Int32 = 78
  }

  /// How long closing the files may take, milliseconds.
  static let closingMilliseconds: UInt32 = 10_000

  /// Runs the program; answers its exit status.
  package static func run() -> Int32 {
    let arguments = Arguments()
    if let unknown = arguments.unknown {
      var text = TextBuffer<1024>()
      text.append("sapper-unit: \"")
      text.append(name: unknown)
      text.append("\" is no argument, or lacks its value. Try: sapper-unit --help\n")
      Console.say(text)
      return Status.usage
    }
    if let (option, advice) = arguments.misplaced {
      var text = TextBuffer<1024>()
      text.append("sapper-unit: ")
      text.append(option)
      text.append(" does nothing here. Try: ")
      text.append(advice)
      text.append("\n")
      Console.say(text)
      return Status.usage
    }
    switch arguments.command {
    case .version: return version()
    case .help: return help()
    case .probe: return Probe.run(arguments)
    case .search, .selfTest: return search(arguments)
    }
  }

  private static func version() -> Int32 {
    var text = TextBuffer<1024>()
    text.append("sapper-unit ")
    text.append(Self.versionNumber)
    text.append(", libgpiod ")
    text.append(name: Libgpiod.version)
    text.append("\n")
    return Console.write(text) ? Status.done : Status.storage
  }

  /// The version of the program.
  static let versionNumber: StaticString = "0.1.0"

  private static func help() -> Int32 {
    var text = TextBuffer<1024>()
    text.append(
      """
      sapper-unit: the detector on the unit.

        sapper-unit [--config FILE] [--record PATH] [--levels FILE]   searches until SIGTERM
        sapper-unit self-test [--config FILE]    waits for the reference; status 0 when it passed
        sapper-unit probe [--config FILE]        lists chips, lines, devices, and what to fix
        sapper-unit --version

      FILE is /etc/sapper/unit.ini unless it is named. Events go to standard output, one JSON
      object a line; words for people to standard error. --levels - writes levels to standard
      output and no events.

      """)
    return Console.write(text) ? Status.done : Status.storage
  }

  // MARK: Searching

  private static func search(_ arguments: Arguments) -> Int32 {
    let settings: UnitSettings
    do throws(SettingsError) {
      settings = try SettingsReader.read(
        arguments.settings, needsLimits: arguments.command == .search)
    } catch {
      Console.say(error)
      return Status.configuration
    }
    let signals = cunit_signals_open()
    do throws(FrontEndError) {
      let format = try format(of: settings)
      switch settings.link {
      case .spi:
        let link = try SPILink<SPIBus, 128>(try bus(settings), format: format)
        let feed = HardwareFeed(link, silenceMilliseconds: settings.silenceMilliseconds)
        return search(UnitFeed(spi: feed), settings, arguments, signals)
      case .serial:
        let port = try port(settings)
        let link = try SerialLink<512>(port, format: format)
        let feed = HardwareFeed(link, silenceMilliseconds: settings.silenceMilliseconds)
        return search(UnitFeed(serial: feed), settings, arguments, signals)
      }
    } catch {
      Console.say(error)
      return Status.device
    }
  }

  private static func format(of settings: UnitSettings) throws(FrontEndError) -> FrameFormat {
    let channels = settings.description.gateCount
    guard
      let format = FrameFormat(
        kind: .gateSums, channels: channels, sampleByteCount: settings.sampleBytes)
    else { throw .capacity(have: FrameFormat.maximumChannels, need: channels) }
    return format
  }

  private static func bus(_ settings: UnitSettings) throws(FrontEndError) -> SPIBus {
    let edges: EdgeEvents
    do throws(GPIOError) {
      let chip =
        settings.readyChip.isEmpty
        ? try Chip(lineNamed: settings.readyLine) : try Chip(label: settings.readyChip)
      edges = try EdgeEvents(
        chip.request(line: settings.readyLine, settings: .risingEdges, consumer: "sapper-unit"))
    } catch {
      throw .gpio(error)
    }
    do throws(SPIError) {
      let mode = SPISettings.Mode(rawValue: settings.spiMode) ?? .mode0
      return SPIBus(
        device: try SPIDevice(
          path: settings.spiDevice, settings: SPISettings(mode: mode, hertz: settings.spiHertz)),
        ready: edges)
    } catch {
      throw .spi(error)
    }
  }

  private static func port(_ settings: UnitSettings) throws(FrontEndError) -> SerialPort {
    do throws(SerialError) {
      return try SerialPort(path: settings.serialDevice, baud: settings.serialBaud)
    } catch {
      throw .serial(error)
    }
  }

  private static func search(
    _ feed: consuming UnitFeed, _ settings: UnitSettings, _ arguments: Arguments, _ signals: Int32
  ) -> Int32 {
    let pins: Pins
    do throws(GPIOError) {
      pins = try Pins(settings)
    } catch {
      Console.say(error)
      return Status.device
    }
    let rates = (settings.rateMicrohertz, settings.hasTrack ? settings.rateMicrohertz : 0)
    guard
      let derived = derived(
        settings.description, rate: rates.0, trackRate: rates.1, settings.configuration)
    else { return Status.configuration }
    guard var sink = sink(arguments) else { return Status.storage }
    if arguments.command == .search {
      let path = recordingPath(arguments, settings)
      if !path.isEmpty {
        sink.recorder = Recorder(
          path: path, settings: derived, hasTrack: settings.hasTrack,
          ringBytes: settings.queueBytes, intervalMilliseconds: settings.intervalMilliseconds,
          datetime: Console.time(isCompact: false))
      }
    }
    if settings.operation.realTimePriority > 0 {
      let outcome = cunit_become_real_time(settings.operation.realTimePriority)
      if outcome < 0 { Console.warnOfPriority(ErrorNumber(-outcome)) }
    }
    // Behind the locking of memory, of which a sound library would take more than a service may lock.
    var card: SoundCard?
    let name = settings.outputs.soundCard
    if !name.isEmpty {
      card = SoundCard(name, realTimePriority: max(0, settings.operation.realTimePriority - 1))
      guard card != nil else {
        Console.say(SoundTrouble(card: name, kind: .failed(.play, ErrorNumber(12)), count: 1))
        return Status.device
      }
    }
    let loop = UnitLoop(
      feed: feed, pipeline: InductionPipeline(settings: derived), sink: sink, pins: pins,
      card: card, settings: settings, signals: signals, onlySelfTest: arguments.command == .selfTest
    )
    return status(of: loop.run(closingMilliseconds: closingMilliseconds))
  }

  private static func derived(
    _ description: InductionDescription, rate: Int64, trackRate: Int64,
    _ configuration: InductionConfiguration
  ) -> InductionSettings? {
    do throws(InductionSettingsError) {
      return try InductionSettings(
        description: description, rateMicrohertz: rate, trackRateMicrohertz: trackRate,
        configuration: configuration)
    } catch {
      Console.say(error)
      return nil
    }
  }

  private static func sink(_ arguments: Arguments) -> UnitSink? {
    var events: Int32 = 1
    var levels: Int32 = -1
    if arguments.levels.matches("-") {
      events = -1
      levels = 1
    } else if !arguments.levels.isEmpty {
      // SAFETY: the path ends with a zero and outlives the call.
      levels = unsafe arguments.levels.withCText { path in unsafe cunit_file_create(path) }
      guard levels >= 0 else {
        Console.say(
          UnmadeOutput(path: arguments.levels, error: ErrorNumber(-levels)))
        return nil
      }
    }
    return UnitSink(events: events, levels: levels, words: 2)
  }

  private static func recordingPath(
    _ arguments: Arguments, _ settings: UnitSettings
  ) -> DeviceName {
    guard arguments.recording.isEmpty, !settings.directory.isEmpty else {
      return arguments.recording
    }
    var path = settings.directory.appending("/")
    path.append(bytesOf: Console.time(isCompact: true))
    return path
  }

  private static func status(of outcome: (UnitEnding, isWritten: Bool)) -> Int32 {
    guard outcome.isWritten else {
      var text = TextBuffer<1024>()
      text.append("sapper-unit: not all was written; what is on the disk can be read\n")
      Console.say(text)
      return Status.storage
    }
    if case .selfTest(let passed) = outcome.0 { return passed ? Status.done : Status.failed }
    return Status.done
  }
}
