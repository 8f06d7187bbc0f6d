import DetectorCore
import Devices
import Journal

/// What the unit says to people, and its own log beside the recording.
///
/// The log is one JSON object a line in `NAME.unit.jsonl`: checks, marks and buttons, which are no events of
/// the chain.
extension UnitSink {
  /// Says why something failed.
  mutating func say<Failure: ErrorText>(_ error: Failure) {
    var text = Self.opening
    error.write(to: &text)
    finish(&text)
  }

  /// Says at the end how the front end did.
  mutating func say(_ faults: FeedFaults, frames: Int64) {
    var text = Self.opening
    text.append("front end: frames=")
    text.append(integer: frames)
    text.append(" lost=")
    text.append(integer: faults.lost)
    text.append(" damaged=")
    text.append(integer: faults.damaged)
    text.append(" repeated=")
    text.append(integer: faults.repeated)
    text.append(" restarts=")
    text.append(integer: faults.restarts)
    text.append(" stuck=")
    text.append(integer: faults.stuckReady)
    finish(&text)
  }

  /// Says how often the sound card ran dry.
  mutating func say(underruns: Int64) {
    var text = Self.opening
    text.append("sound card: underruns=")
    text.append(integer: underruns)
    finish(&text)
  }

  /// Says how the self-test came out.
  mutating func say(_ verdict: SelfTest.Verdict) {
    var text = Self.opening
    text.append("self-test: ")
    switch verdict {
    case .waiting: text.append("waits for the reference")
    case .passed: text.append("passed")
    case .failed(let gate, let mean, let least, let greatest):
      text.append("failed: gate ")
      text.append(integer: Int64(gate + 1))
      text.append(": found a mean of ")
      text.append(integer: Int64(mean))
      text.append(", expected ")
      text.append(integer: Int64(least))
      text.append(" to ")
      text.append(integer: Int64(greatest))
      text.append(". The unit refuses to search. Try: check the coil and its cable, then the ")
      text.append("supply; [self-test] holds the limits")
    case .unjudged:
      text.append("not judged: [self-test] minimum and maximum are not set. Try: set them around ")
      text.append("the means of a unit that is known to be good")
    case .timedOut(let frames):
      text.append("failed: ")
      text.append(integer: Int64(frames))
      text.append(" frames with the reference in the time that [self-test] wait_s gives. The ")
      text.append("unit refuses to search. Try: make the front end inject its reference (flag 7), ")
      text.append("or set required = off")
    }
    finish(&text)
  }

  /// Says that the reference does not end.
  mutating func say(longestReference milliseconds: Int64) {
    var text = Self.opening
    text.append("reference: injected for longer than ")
    text.append(fixed: milliseconds, decimals: 3)
    text.append(" s; nothing can be found in such frames. Do not search. Try: switch the front ")
    text.append("end off and on; [self-test] longest_s is how long its reference lasts\n")
    text.withBytes { say($0) }
  }

  /// Says what each gate answered.
  mutating func say(means: InlineArray<8, Int32>, gates: Int) {
    var text = Self.opening
    text.append("self-test: means")
    for gate in 0..<min(8, gates) {
      text.append(" ")
      text.append(integer: Int64(means[gate]))
    }
    finish(&text)
  }

  /// Says what is wrong with the recording.
  mutating func say(_ trouble: StorageTrouble, of path: DeviceName) {
    var text = Self.opening
    text.append("recording: ")
    switch trouble.kind {
    case .failed(let error):
      text.append(name: path)
      text.append(": ")
      text.append(error)
      text.append(". The search goes on and is not recorded. Try: ")
      switch error {
      case .accessDenied, .notPermitted:
        text.append("let this user write to the folder, or name another [recording] directory")
      case .noEntry:
        text.append("make the folder, or name another [recording] directory")
      default: text.append("free space on the disk, then start the unit anew")
      }
    case .late(let milliseconds):
      text.append("one write has lasted for ")
      text.append(integer: milliseconds)
      text.append(" ms. Try: another card; alarms are not delayed")
    case .leftOut:
      text.append("the disk is too slow; frames are left out of the recording. Try: another card, ")
      text.append("or a larger queue_kib")
    }
    finish(&text)
  }

  /// Writes a button into the log.
  mutating func say(_ button: Button, sample: Int64, at time: Int64) {
    var text = TextBuffer<1024>()
    text.append("{\"what\":\"")
    text.append(button.key)
    Self.place(sample, time, &text)
    text.append("}\n")
    text.withBytes { recorder?.take(log: $0) }
  }

  /// Writes the outcome of a check with the test piece into the log, and says it.
  mutating func say(
    _ outcome: TestPiece.Outcome, settings: TestPieceSettings, sample: Int64, at time: Int64
  ) {
    var text = TextBuffer<1024>()
    text.append("{\"what\":\"test_piece\",\"outcome\":\"")
    var words = Self.opening
    words.append("test piece: ")
    switch outcome {
    case .passed(let level):
      text.append("passed")
      words.append("found, level ")
      words.append(fixed: Int64(level) * 100 / 256, decimals: 2)
      Self.place(sample, time, &text)
      Self.figures(level, settings, &text)
    case .failed(let level):
      text.append("failed")
      words.append("NOT found: the highest level was ")
      words.append(fixed: Int64(level) * 100 / 256, decimals: 2)
      words.append(", expected ")
      words.append(fixed: Int64(settings.levelHundredths), decimals: 2)
      words.append(". Do not search. Try: lay it at the set depth, sweep slower, balance the ")
      words.append("ground")
      Self.place(sample, time, &text)
      Self.figures(level, settings, &text)
    }
    text.append("}\n")
    text.withBytes { recorder?.take(log: $0) }
    finish(&words)
  }

  /// Says how a ground balance came out, and writes it into the log.
  mutating func say(_ verdict: GroundVerdict, sample: Int64, at time: Int64) {
    var text = TextBuffer<1024>()
    text.append("{\"what\":\"ground_balance\",\"outcome\":\"")
    var words = Self.opening
    words.append("ground balance: ")
    switch verdict {
    case .learnt(let ratios):
      text.append("learnt")
      Self.place(sample, time, &text)
      words.append("learnt:")
      Self.ratio("k12", ratios.k12Q16, &text, &words)
      Self.ratio("k13", ratios.k13Q16, &text, &words)
      Self.ratio("k24", ratios.k24Q16, &text, &words)
      words.append(". The test piece is due")
    case .refused(let reason):
      text.append("refused")
      Self.place(sample, time, &text)
      text.append(",\"reason\":\"")
      text.append(reason.words)
      text.append("\"")
      words.append(BalanceNotice(verdict) == .halfWay ? "not yet: " : "refused: ")
      words.append(reason.words)
    }
    text.append("}\n")
    text.withBytes { recorder?.take(log: $0) }
    finish(&words)
  }

  /// Writes how far caps are heard into the log: from the coil's plane, after so much way if there is a track.
  mutating func log(
    _ reach: CapReach, wayMillimetres: Int64, height: Int32?, sample: Int64, at time: Int64
  ) {
    var text = TextBuffer<1024>()
    text.append("{\"what\":\"sensitivity")
    Self.place(sample, time, &text)
    text.append(",\"small_mm\":")
    text.append(integer: Int64(reach.smallMillimetres))
    text.append(",\"large_mm\":")
    text.append(integer: Int64(reach.largeMillimetres))
    if let height {
      text.append(",\"height_mm\":")
      text.append(integer: Int64(height))
      text.append(",\"way_m\":")
      text.append(fixed: wayMillimetres, decimals: 3)
    }
    text.append("}\n")
    text.withBytes { recorder?.take(log: $0) }
  }

  private static func ratio(
    _ name: StaticString, _ valueQ16: Int64, _ text: inout TextBuffer<1024>,
    _ words: inout TextBuffer<1024>
  ) {
    text.append(",\"")
    text.append(name)
    text.append("\":")
    text.append(fixed: valueQ16 * 1_000 / 65_536, decimals: 3)
    words.append(" ")
    words.append(name)
    words.append("=")
    words.append(fixed: valueQ16 * 1_000 / 65_536, decimals: 3)
  }

  /// Which frame, and when, of a line of the log.
  static func place(_ sample: Int64, _ time: Int64, _ text: inout TextBuffer<1024>) {
    text.append("\",\"sample\":")
    text.append(integer: sample)
    text.append(",\"time_s\":")
    text.append(fixed: time, decimals: 6)
  }

  private static func figures(
    _ level: UInt16, _ settings: TestPieceSettings, _ text: inout TextBuffer<1024>
  ) {
    text.append(",\"depth_m\":")
    text.append(fixed: Int64(settings.depthMillimetres), decimals: 3)
    text.append(",\"level\":")
    text.append(fixed: Int64(level) * 100 / 256, decimals: 2)
    text.append(",\"required\":")
    text.append(fixed: Int64(settings.levelHundredths), decimals: 2)
  }

  /// What every line to a person begins with.
  static var opening: TextBuffer<1024> {
    var text = TextBuffer<1024>()
    text.append("sapper-unit: ")
    return text
  }

  private mutating func finish(_ text: inout TextBuffer<1024>) {
    text.append("\n")
    text.withBytes { say($0) }
  }
}
