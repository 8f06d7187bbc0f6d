import DetectorCore
import Devices
import FrameProtocol
import FrontEnd

/// What happens at a front end on a bus, one step after the other.
enum BusStep {
  /// A frame becomes ready, and its edge is told.
  case frame([UInt8])
  /// A frame becomes ready, and its edge is missed.
  case frameWithoutEdge([UInt8])
  /// Data-ready rises and stays high whatever is read; each read gives these bytes.
  case stuckHigh([UInt8], waits: Int)
  /// The front end has this frame, but the line stays low.
  case frameOnDeadLine([UInt8])
  /// Nothing for as many waits.
  case quiet(waits: Int)
  /// An edge without a frame.
  case glitch
  /// A signal comes.
  case signal
}

/// The far side of a fake bus: its steps, and what the reader did.
final class FakeFrontEnd {
  var steps: [BusStep]
  var transfers = 0
  var waits = 0
  /// Each wait without an edge lasts as long as the reader asked for.
  var nanoseconds: Int64 = 0
  fileprivate var next = 0
  fileprivate var ready: [UInt8]?
  fileprivate var hidden: [UInt8]?
  fileprivate var stuck: (bytes: [UInt8], waits: Int)?
  fileprivate var quiet = 0
  fileprivate var edges = 0

  init(_ steps: [BusStep]) { self.steps = steps }

  /// Whether every step has been played and read.
  var isDone: Bool { next == steps.count && ready == nil && stuck == nil && quiet == 0 }

  fileprivate func advance() -> Wakeup {
    waits += 1
    if edges > 0 { return .ready }
    if var held = stuck {
      held.waits -= 1
      stuck = held.waits > 0 ? held : nil
      return .timedOut
    }
    if quiet > 0 {
      quiet -= 1
      return .timedOut
    }
    guard ready == nil, hidden == nil, next < steps.count else { return .timedOut }
    next += 1
    return play(steps[next - 1])
  }

  private func play(_ step: BusStep) -> Wakeup {
    switch step {
    case .frame(let bytes):
      ready = bytes
      edges += 1
      return .ready
    case .frameWithoutEdge(let bytes): ready = bytes
    case .stuckHigh(let bytes, let waits): stuck = (bytes, waits)
    case .frameOnDeadLine(let bytes): hidden = bytes
    case .quiet(let waits): quiet = waits - 1
    case .glitch:
      edges += 1
      return .ready
    case .signal: return .interrupted
    }
    return .timedOut
  }
}

/// A bus with a fake front end behind it.
struct FakeBus: FrameBus, ~Copyable {
  let far: FakeFrontEnd
  let descriptor: Int32 = -1

  init(_ far: FakeFrontEnd) { self.far = far }

  var nanoseconds: Int64 { far.nanoseconds }

  mutating func wait(milliseconds: Int32) throws(FrontEndError) -> Wakeup {
    let wakeup = far.advance()
    if wakeup == .timedOut { far.nanoseconds += Int64(max(1, milliseconds)) * 1_000_000 }
    return wakeup
  }

  mutating func takeEdges() throws(FrontEndError) -> ReadyEdges {
    let count = far.edges
    far.edges = 0
    return ReadyEdges(count: count, lastNanoseconds: count > 0 ? 1_000 + UInt64(far.waits) : 0)
  }

  mutating func isReady() throws(FrontEndError) -> Bool { far.ready != nil || far.stuck != nil }

  mutating func transfer(into bytes: inout MutableSpan<UInt8>) throws(FrontEndError) {
    far.transfers += 1
    let source = far.stuck?.bytes ?? far.ready ?? far.hidden ?? []
    for index in 0..<bytes.count { bytes[index] = index < source.count ? source[index] : 0 }
    if far.stuck == nil {
      far.ready = nil
      far.hidden = nil
    }
  }
}

/// A source over a fake bus that is read until nothing comes any more.
struct FakeRun {
  var sequences: [Int64] = []
  var headers: [Bool] = []
  var restartsAt: [Int64] = []
  var counts = FrontEndCounts()
  var areNumbersRight = true

  init(_ far: FakeFrontEnd, format: FrameFormat) throws(FrontEndError) {
    let link = try SPILink<FakeBus, 512>(FakeBus(far), format: format)
    var source = FrontEndSource(link, silenceMilliseconds: 60_000)
    var block = [Int32](repeating: 0, count: format.channels)
    while !far.isDone {
      var span = block.mutableSpan
      guard let header = try source.next(into: &span, milliseconds: 20) else { continue }
      sequences.append(header.sequence)
      headers.append(header.flags.contains(.checksum))
      if source.isAfterRestart { restartsAt.append(header.sequence) }
      let raw = source.frame?.sequence ?? 0
      let expected = MadeFrontEnd.numbers(of: raw, format: format)
      areNumbersRight = areNumbersRight && block == expected && header.count == 1
    }
    counts = source.counts
  }
}
