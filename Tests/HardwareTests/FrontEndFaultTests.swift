import DetectorCore
import FrameProtocol
import FrontEnd
import Testing

/// What a test does to a frame on its way.
private enum Injury: CaseIterable {
  case none, drop, repeatIt, damage, restart
}

/// What was done to a stream, as the reader should count it.
private struct Injected {
  var frames: Int64 = 0
  var lost: Int64 = 0
  var repeated: Int64 = 0
  var damaged: Int64 = 0
  var restarts: Int64 = 0
  var noiseRuns: Int64 = 0
  var total: Int64 { lost + repeated + damaged + restarts + noiseRuns }

  /// Whether a source counted the same.
  func agrees(with counts: FrontEndCounts) -> Bool {
    counts.frames == frames && counts.lost == lost && counts.repeated == repeated
      && counts.damaged == damaged && counts.restarts == restarts
      && counts.link.noiseRuns == noiseRuns
  }
}

@Suite("Faults injected and counted") struct FrontEndFaultTests {
  @Test(
    "10,000 faults over SPI are counted as they were injected, kind by kind",
    arguments: [UInt64(0x5EED_1001), 0x5EED_1002])
  func overSPI(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let format = testFormat()
    var made = MadeFrontEnd(format: format, sequence: .max - 5_000, timeMicroseconds: 1_000_000)
    var injected = Injected()
    var steps: [BusStep] = []
    func good() {
      steps.append(.frame(made.next()))
      injected.frames += 1
    }
    good()
    while injected.total < 10_000 {
      switch Injury.allCases.randomElement(using: &dice) ?? .none {
      case .none: good()
      case .drop:
        _ = made.next()
        injected.lost += 1
      case .repeatIt:
        good()
        if case .frame(let bytes)? = steps.last { steps.append(.frame(bytes)) }
        injected.repeated += 1
      case .damage:
        steps.append(.frame(damaged(made.next(), &dice)))
        injected.damaged += 1
      case .restart where Int.random(in: 0..<20, using: &dice) == 0:
        // What a restart swallowed cannot be known: it stands between two good frames of some run.
        for _ in 0..<20 { good() }
        made.restart()
        good()
        injected.restarts += 1
      case .restart: good()
      }
    }
    good()
    let run = try FakeRun(FakeFrontEnd(steps), format: format)
    #expect(injected.agrees(with: run.counts), "\(injected) against \(run.counts), seed \(seed)")
    #expect(run.areNumbersRight)
    #expect(zip(run.sequences, run.sequences.dropFirst()).allSatisfy { $0 < $1 })
    #expect(run.restartsAt.count == Int(injected.restarts))
    #expect(run.counts.link == LinkCounts())
  }

  @Test(
    "10,000 faults on a serial line are counted as they were injected, however the bytes come",
    arguments: [UInt64(0x5EED_2001), 0x5EED_2002])
  func overSerial(seed: UInt64) throws {
    var dice = Dice(seed: seed)
    let format = testFormat(channels: 5, bytes: 2)
    var (bytes, injected) = stream(of: format, &dice)
    // The reader comes in the middle of a frame.
    bytes.insert(contentsOf: bytes[30..<82], at: 0)
    let counts = try count(bytes, format: format, &dice)
    #expect(injected.agrees(with: counts), "\(injected) against \(counts), seed \(seed)")
  }

  /// A stream of frames with faults, and what they were.
  private func stream(
    of format: FrameFormat, _ dice: inout Dice
  ) -> (bytes: [UInt8], injected: Injected) {
    var made = MadeFrontEnd(format: format, sequence: .max - 5_000, timeMicroseconds: 1_000_000)
    var injected = Injected()
    var bytes: [UInt8] = []
    func good() {
      bytes += made.next()
      injected.frames += 1
    }
    good()
    while injected.total < 10_000 {
      switch Int.random(in: 0..<6, using: &dice) {
      case 0:
        _ = made.next()
        injected.lost += 1
      case 1:
        let frame = made.next()
        bytes += frame + frame
        injected.frames += 1
        injected.repeated += 1
      case 2:
        for _ in 0..<Int.random(in: 1...4, using: &dice) {
          bytes += damaged(made.next(), &dice)
          injected.damaged += 1
        }
        good()
      case 3:
        // Bytes that the line swallowed: what is left is less than a frame.
        good()
        var frame = made.next()
        let start = Int.random(in: 0..<frame.count, using: &dice)
        let end = Int.random(in: start..<frame.count, using: &dice)
        frame.removeSubrange(start...end)
        bytes += frame
        // A frame of which nothing is left was lost.
        if frame.isEmpty { injected.lost += 1 } else { injected.damaged += 1 }
        good()
      case 4:
        good()
        let count = Int.random(in: 1...200, using: &dice)
        bytes += (0..<count).map { _ in UInt8.random(in: 0...255, using: &dice) }
        good()
        injected.noiseRuns += 1
      default: good()
      }
    }
    good()
    return (bytes, injected)
  }

  /// What a source counts of bytes that come in pieces of any length.
  private func count(
    _ bytes: [UInt8], format: FrameFormat, _ dice: inout Dice
  ) throws -> FrontEndCounts {
    let link = PiecedLink(bytes: bytes, format: format, dice: dice)
    var source = FrontEndSource(link, silenceMilliseconds: 60_000)
    var block = [Int32](repeating: 0, count: format.channels)
    while !source.link.isDone {
      var span = block.mutableSpan
      guard try source.next(into: &span, milliseconds: 0) != nil else { continue }
      let expected = MadeFrontEnd.numbers(of: source.frame?.sequence ?? 0, format: format)
      #expect(block == expected)
    }
    return source.counts
  }
}

/// A serial line of bytes that are there already, in pieces of any length.
private struct PiecedLink: FrameLink, ~Copyable {
  private var scanner: FrameScanner<128>
  private var bytes: [UInt8]
  private var place = 0
  private var dice: Dice
  private(set) var isDone = false

  init(bytes: [UInt8], format: FrameFormat, dice: Dice) {
    scanner = FrameScanner<128>(format: format)
    self.bytes = bytes
    self.dice = dice
  }

  var format: FrameFormat { scanner.format }
  var descriptor: Int32 { -1 }
  var counts: LinkCounts {
    var counts = LinkCounts()
    counts.noiseRuns = scanner.noiseRuns
    return counts
  }

  mutating func receive(
    into numbers: inout MutableSpan<Int32>, milliseconds: Int32
  ) throws(FrontEndError) -> Reception {
    while true {
      if case .frame(let frame, let damaged) = scanner.next(into: &numbers) {
        return .frame(frame, readyNanoseconds: 0, damaged: damaged)
      }
      guard place < bytes.count else {
        isDone = true
        return .nothing
      }
      let piece = Int.random(in: 1...100, using: &dice)
      let from = place
      let source = bytes
      place += scanner.fill { room in
        let count = min(piece, room.count, source.count - from)
        for index in 0..<count { room[index] = source[from + index] }
        return count
      }
    }
  }
}
