import DetectorCore
import Devices
import Journal

/// One stream of a recorded lane: its description, and its samples one by one.
///
/// It reads what a unit writes: 32-bit numbers, captures in order. Everything else is refused in words.
struct LaneStream: ~Copyable {
  /// Numbers in a sample.
  let channels: Int
  /// Samples a second, millionths.
  let rateMicrohertz: Int64
  /// What the instrument says of itself, of an induction stream.
  private(set) var description = InductionDescription(lsbFemtovolts: 0)
  /// Whole samples in the data file.
  let count: Int64
  /// The next sample.
  private(set) var index: Int64 = 0
  /// The device's number of the next sample.
  private(set) var sequence: Int64 = 0
  private let configuration: Range<Int>
  private let meta: MappedFile
  private let data: MappedFile
  private var captures = JSONCursor()
  private var isFirstCapture = true
  private var gaps = LaneGaps()
  private var nextStart: Int64?
  private var nextNumber: Int64 = 0

  /// Opens `stem.sigmf-meta` and `stem.sigmf-data`; `gaps` are those that the lane's events tell, which the
  /// captures may not, where a recording was cut off.
  init(_ stem: DeviceName, sensor: StaticString, gaps: LaneGaps) throws(LaneError) {
    let meta = try Self.map(stem.appending(".sigmf-meta"))
    let data = try Self.map(stem.appending(".sigmf-data"))
    var facts = LaneFacts()
    facts.read(meta)
    try facts.check(meta, sensor: sensor)
    channels = Int(facts.channels)
    rateMicrohertz = facts.rateMicrohertz
    description = facts.description
    count = Int64(data.count / (4 * Int(facts.channels)))
    configuration = facts.configuration
    captures.place = facts.capturesPlace
    captures.open(UInt8(ascii: "["), meta)
    self.gaps = gaps
    self.meta = meta
    self.data = data
    findCapture()
    enterCapture()
  }

  /// Samples a second of a stream, millionths.
  static func rate(of stem: DeviceName) throws(LaneError) -> Int64 {
    var facts = LaneFacts()
    let meta = try map(stem.appending(".sigmf-meta"))
    facts.read(meta)
    return facts.rateMicrohertz
  }

  @inline(never)
  private static func map(_ path: DeviceName) throws(LaneError) -> MappedFile {
    do throws(ErrorNumber) {
      return try MappedFile(path)
    } catch {
      throw LaneError(path, "open", expected: "a stream of a recording", errorNumber: error)
    }
  }

  /// The INI text that was in force when the lane was recorded, and the description that holds it; empty
  /// when none is stored.
  var storedConfiguration: (text: TextBuffer<2048>, file: DeviceName) {
    var text = TextBuffer<2048>()
    var place = configuration.lowerBound
    while place < configuration.upperBound {
      let isEscape = meta[place] == UInt8(ascii: "\\")
      if isEscape { place += 1 }
      // A configuration that sapper wrote escapes its ends of line and nothing else.
      text.append(isEscape && meta[place] == UInt8(ascii: "n") ? 0x0A : meta[place])
      place += 1
    }
    return (text, meta.path)
  }

  /// Whether there is no further sample.
  var isAtEnd: Bool { index >= count }

  /// Device time of the next sample, microseconds.
  var time: Int64 {
    Int64(clamping: Int128(sequence) * 1_000_000_000_000 / Int128(rateMicrohertz))
  }

  /// A number of the next sample.
  func number(_ channel: Int) -> Int32 {
    data.number(at: 4 * (Int(index) * channels + channel))
  }

  /// Goes to the sample after it.
  mutating func advance() {
    index += 1
    sequence += 1
    enterCapture()
  }

  /// Takes over the number of a capture that begins here.
  private mutating func enterCapture() {
    while let start = nextStart, start <= index {
      sequence = nextNumber + index - start
      findCapture()
    }
    // No frame with such a number was ever recorded, so a stream of frames goes on after it.
    sequence = gaps.next(from: sequence, rateMicrohertz: rateMicrohertz)
  }

  private mutating func findCapture() {
    nextStart = nil
    guard captures.next(before: UInt8(ascii: "]"), isFirst: &isFirstCapture, meta) else { return }
    var start: Int64?
    var number: Int64?
    captures.open(UInt8(ascii: "{"), meta)
    var isFirst = true
    while captures.next(before: UInt8(ascii: "}"), isFirst: &isFirst, meta) {
      let key = captures.key(meta)
      if meta.holds("core:sample_start", at: key) {
        start = captures.number(decimals: 0, meta)
      } else if meta.holds("core:global_index", at: key) {
        number = captures.number(decimals: 0, meta)
      } else {
        captures.skip(meta)
      }
    }
    guard !captures.isBad, let start else { return }
    nextStart = start
    nextNumber = number ?? sequence + start - index
  }
}

extension MappedFile {
  /// Whether this text stands at a place.
  @inline(never)
  func holds(_ text: StaticString, at range: Range<Int>) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    for offset in 0..<range.count {
      // SAFETY: the offset is below the constant's own length.
      guard unsafe text.utf8Start[offset] == self[range.lowerBound + offset] else { return false }
    }
    return true
  }
}

/// What a description says, as far as the unit needs it.
struct LaneFacts {
  var isInt32 = false
  var channels: Int64 = 0
  var rateMicrohertz: Int64 = 0
  var sensor: Range<Int> = 0..<0
  var configuration: Range<Int> = 0..<0
  var description = InductionDescription(lsbFemtovolts: 0)
  var capturesPlace = -1
  var isBad = false

  /// Reads a description.
  mutating func read(_ file: borrowing MappedFile) {
    var cursor = JSONCursor()
    cursor.open(UInt8(ascii: "{"), file)
    var isFirst = true
    while cursor.next(before: UInt8(ascii: "}"), isFirst: &isFirst, file) {
      let key = cursor.key(file)
      if file.holds("global", at: key) {
        readGlobal(&cursor, file)
      } else {
        if file.holds("captures", at: key) {
          _ = cursor.peek(file)
          capturesPlace = cursor.place
        }
        cursor.skip(file)
      }
    }
    isBad = cursor.isBad
  }

  private mutating func readGlobal(_ cursor: inout JSONCursor, _ file: borrowing MappedFile) {
    cursor.open(UInt8(ascii: "{"), file)
    var isFirst = true
    while cursor.next(before: UInt8(ascii: "}"), isFirst: &isFirst, file) {
      let key = cursor.key(file)
      if file.holds("core:datatype", at: key) {
        isInt32 = file.holds("ri32_le", at: cursor.string(file))
      } else if file.holds("core:num_channels", at: key) {
        channels = cursor.number(decimals: 0, file) ?? 0
      } else if file.holds("core:sample_rate", at: key) {
        rateMicrohertz = cursor.number(decimals: 6, file) ?? 0
      } else if file.holds("sapper:sensor", at: key) {
        sensor = cursor.string(file)
      } else if file.holds("sapper:configuration", at: key) {
        configuration = cursor.string(file)
      } else if file.holds("sapper:gates_us", at: key) {
        readGates(&cursor, file)
      } else if !readFigure(key, &cursor, file) {
        cursor.skip(file)
      }
    }
  }

  private mutating func readGates(_ cursor: inout JSONCursor, _ file: borrowing MappedFile) {
    cursor.open(UInt8(ascii: "["), file)
    var isFirst = true
    while cursor.next(before: UInt8(ascii: "]"), isFirst: &isFirst, file) {
      cursor.open(UInt8(ascii: "["), file)
      let start = cursor.number(decimals: 3, file) ?? 0
      cursor.open(UInt8(ascii: ","), file)
      let end = cursor.number(decimals: 3, file) ?? 0
      cursor.open(UInt8(ascii: "]"), file)
      description.append(.init(startNanoseconds: start, endNanoseconds: end))
    }
  }

  /// Reads a figure of the instrument; false for a key that is none.
  private mutating func readFigure(
    _ key: Range<Int>, _ cursor: inout JSONCursor, _ file: borrowing MappedFile
  ) -> Bool {
    if file.holds("sapper:lsb_volt", at: key) {
      description.lsbFemtovolts = cursor.number(decimals: 15, file) ?? 0
    } else if file.holds("sapper:pulse_us", at: key) {
      description.pulseNanoseconds = cursor.number(decimals: 3, file) ?? 0
    } else if file.holds("sapper:turn_off_us", at: key) {
      description.turnOffNanoseconds = cursor.number(decimals: 3, file) ?? 0
    } else if file.holds("sapper:pulse_rate_hz", at: key) {
      description.pulseRateMillihertz = cursor.number(decimals: 3, file) ?? 0
    } else if file.holds("sapper:pulses_per_frame", at: key) {
      description.pulsesPerFrame = Int32(clamping: cursor.number(decimals: 0, file) ?? 0)
    } else if file.holds("sapper:coil_radius_m", at: key) {
      description.coilRadiusMicrometres = cursor.number(decimals: 6, file) ?? 0
    } else if file.holds("sapper:coil_turns", at: key) {
      description.coilTurns = Int32(clamping: cursor.number(decimals: 0, file) ?? 0)
    } else if file.holds("sapper:coil_current_a", at: key) {
      description.coilCurrentMilliamperes = cursor.number(decimals: 3, file) ?? 0
    } else {
      return false
    }
    return true
  }

  /// Refuses what the unit cannot feed.
  func check(_ file: borrowing MappedFile, sensor: StaticString) throws(LaneError) {
    let path = file.path
    guard !isBad, capturesPlace >= 0 else {
      throw LaneError(path, "text", expected: "a SigMF description in JSON with captures")
    }
    guard isInt32 else { throw LaneError(path, "core:datatype", expected: "ri32_le") }
    guard channels >= 1, channels <= 32 else {
      throw LaneError(path, "core:num_channels", expected: "1 to 32")
    }
    guard rateMicrohertz > 0 else {
      throw LaneError(path, "core:sample_rate", expected: "samples a second")
    }
    guard file.holds(sensor, at: self.sensor) else {
      throw LaneError(path, "sapper:sensor", expected: sensor)
    }
    guard description.gateCount == 0 || Int64(description.gateCount) == channels else {
      throw LaneError(path, "sapper:gates_us", expected: "a gate for each channel")
    }
  }
}
