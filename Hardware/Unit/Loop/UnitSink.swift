package import DetectorCore
import Devices
import Journal

/// Takes what leaves the chain: tells the operator, writes the lines, hands them to the recorder.
///
/// Nothing here waits for a file.
package struct UnitSink: EventSink, ~Copyable {
  /// Nothing goes wrong here that a chain could do anything about.
  package typealias Failure = Never

  /// The files of the output's writer.
  enum Slot {
    static let events: UInt32 = 0
    static let levels: UInt32 = 1
    static let words: UInt32 = 2
  }

  /// Where the coil is, if the front end knows.
  var place: TrackPoint?
  /// What the operator is told.
  var signals = SignalState()
  /// The level of the last frame.
  private(set) var newest: OperatorLevel?
  /// The recording, when there is one.
  var recorder: Recorder?
  /// Lines that found no room.
  private(set) var lostLines: Int64 = 0
  private var output: Writer
  private let writesLevels: Bool
  private var time: Int64 = 0
  /// Device time now, which goes on between frames: what happens without a frame is heard from here on.
  var now: Int64 = 0

  /// Writes events to one descriptor, levels to another where that is not negative, words to a third.
  init?(events: Int32, levels: Int32, words: Int32) {
    guard let writer = Writer(ringBytes: 1 << 20, intervalMilliseconds: 200) else { return nil }
    output = writer
    writesLevels = levels >= 0
    // An empty ring has room for these.
    if events >= 0 { _ = output.adopt(Slot.events, descriptor: events, manner: .lines) }
    _ = output.adopt(Slot.words, descriptor: words, manner: .lines)
    guard writesLevels else { return }
    _ = output.adopt(Slot.levels, descriptor: levels, manner: .gathered)
    var text = TextBuffer<1024>()
    text.append(LevelRow.heading)
    text.withBytes { _ = output.append(Slot.levels, $0) }
  }

  /// Takes the level of a frame.
  package mutating func level(_ level: OperatorLevel) {
    newest = level
    signals.levelQ8 = level.levelQ8
    signals.flags = level.flags
    signals.keepBehind(at: time)
    signals.lasting[.saturated] = level.flags.contains(.saturated)
    guard writesLevels else { return }
    var text = TextBuffer<1024>()
    LevelRow.write(level, into: &text)
    text.withBytes { put(Slot.levels, $0, .gathered) }
  }

  /// Takes an event of the chain, or one of the unit's own, which has no number.
  package mutating func emit(_ event: DetectionEvent) {
    EventBytes.line(event).withBytes { put(Slot.events, $0, .lines) }
    recorder?.take(event)
    if event.kind == .detection, event.finding?.isLate ?? false {
      signals.foundBehind(at: max(time, now))
      sayBehind(event)
    }
    if event.kind == .gap { warble(.frames) }
    if event.kind == .fault, let fault = event.fault { notice(fault) }
  }

  /// The device time of what follows.
  mutating func advance(to time: Int64) { self.time = max(self.time, time) }

  /// Tells a fault that only the unit can see.
  mutating func tell(_ fault: Fault, count: Int64, sample: Int64, sequence: Int64) {
    emit(
      DetectionEvent(
        .fault(fault, count: count), sensor: .induction, sample: max(0, sample),
        sequence: sequence, timeMicroseconds: time))
  }

  /// Says a line to the person who reads the journal.
  mutating func say(_ text: Span<UInt8>) { put(Slot.words, text, .lines) }

  /// Ends the recorder, while faults can still be told; `nil` when nothing was recorded.
  mutating func closeRecorder(milliseconds: UInt32) -> (inTime: Bool, WriterState)? {
    guard let open = recorder.take() else { return nil }
    return open.close(milliseconds: milliseconds)
  }

  /// Writes what waits and ends; false when that took longer.
  consuming func close(milliseconds: UInt32) -> Bool {
    output.finish(milliseconds: milliseconds).inTime
  }

  private mutating func put(_ slot: UInt32, _ bytes: Span<UInt8>, _ manner: Writer.Manner) {
    if !output.append(slot, bytes, manner: manner) { lostLines += 1 }
  }

  /// A fault that happened is warbled for a moment; one that lasts is told by the frames.
  private mutating func notice(_ fault: Fault) {
    switch fault {
    case .lostFrames, .crc, .repeatedFrames, .frontEndRestart, .readyStuck, .shortTail, .badSamples,
      .bounceLost, .tunedOut:
      warble(.frames)
    case .saturated: warble(.saturated)
    case .stuck: warble(.stuck)
    case .sensitivityLost: warble(.sensitivity)
    case .coilOpen: warble(.coilOpen)
    case .coilShort: warble(.coilShort)
    case .transmitCurrent: warble(.current)
    case .storage: warble(.storage)
    case .trackLost: warble(.track)
    case .frontEndSilent: warble(.silent)
    case .selfTest: warble(.selfTest)
    case .sound: warble(.sound)
    case .batteryLow: break
    }
  }

  private mutating func warble(_ fault: FaultSignal) {
    signals.notice = fault
    signals.noticeUntil = max(time, now) + Signals.noticeLength
  }
}
