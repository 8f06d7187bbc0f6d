import DetectorCore
import FilterDesign
import Foundation
import Recording
import ReferenceModels
import TestSupport
import Testing

/// The stages of the integer chain beside their twin in Double, on the same frames and points.
private struct SideBySide: ~Copyable {
  /// Largest differences, nV.
  var worstBand = 0.0
  var worstResponse = 0.0
  var outputs = 0
  var responses = 0

  private let settings: InductionSettings
  private var input: InductionInput
  private var way: InductionWay
  private var cells = PathCells()
  private var ring = CellRing()
  private var twin: InductionTwin
  private var pipeline: InductionPipeline
  private var waiting: [Int64: [Double]] = [:]
  private var held: [Int32] = []
  private var repeats = 0
  private var expected: Int64?

  init(_ settings: InductionSettings) {
    self.settings = settings
    input = InductionInput(settings: settings)
    way = InductionWay(settings: settings)
    twin = InductionTwin(settings: settings)
    pipeline = InductionPipeline(settings: settings)
  }

  mutating func take(_ frame: [Int32], index: Int64, sequence: Int64) {
    var sink = Gathered()
    pipeline.process(
      frame.span, header: BlockHeader(count: 1, index: index, sequence: sequence), into: &sink)
    if let expected, sequence > expected { lose(from: expected, to: sequence, index: index) }
    expected = sequence + 1
    let isRailed = input.isOverloaded(frame.span)
    repeats = input.isRepeat(frame.span) ? repeats + 1 : 0
    let isBad = isRailed || repeats >= 8
    if !isBad || held.isEmpty { held = frame }
    compare(
      input.take(frame.span, index: index, sequence: sequence, isBad: isBad),
      twin.take(held, sequence: sequence))
  }

  mutating func take(_ point: TrackPoint, timeMicroseconds: Int64) {
    var sink = Gathered()
    pipeline.take(point, timeMicroseconds: timeMicroseconds, into: &sink)
    way.take(point, timeMicroseconds: timeMicroseconds)
    advance()
  }

  private mutating func lose(from first: Int64, to sequence: Int64, index: Int64) {
    guard sequence - first <= 8 * Int64(settings.factor) else {
      input.reset(before: sequence)
      twin.reset()
      held = []
      return
    }
    for number in first..<sequence {
      compare(
        input.takeLost(index: index, sequence: number), twin.take(held, sequence: number))
    }
  }

  private mutating func compare(_ output: InductionInput.Output?, _ exact: [Double]?) {
    #expect((output == nil) == (exact == nil))
    guard let output, let exact else { return }
    outputs += 1
    worstBand = max(worstBand, difference(output.decay, exact))
    guard !output.isHeld else { return }
    waiting[output.sequence] = exact
    way.push(
      InductionWay.Waiting(
        decay: output.decay, index: output.index, sequence: output.sequence,
        time: settings.time(ofSequence: output.sequence)))
    advance()
  }

  private mutating func advance() {
    while let sample = way.next() {
      guard let exact = waiting.removeValue(forKey: sample.sequence) else { continue }
      var theirs = twin.place(exact, arcQ8: sample.arcQ8)[...]
      switch cells.take(sample) {
      case .within: break
      case .closed(let cell, let skipped):
        close(cell, &theirs)
        for number in 0..<skipped {
          let (part, whole) = (Int64(number + 1), Int64(skipped + 1))
          var between = cell
          between.mean =
            cell.mean + (sample.decay - cell.mean).scaled(by: part).divided(by: whole)
          close(between, &theirs)
        }
      case .broke(let cell):
        if let cell { close(cell, &theirs) }
        ring.reset()
      }
      #expect(theirs.isEmpty)
    }
  }

  private mutating func close(_ cell: CellRing.Cell, _ theirs: inout ArraySlice<[Double]>) {
    ring.push(cell)
    guard ring.count > 2 * Int64(MotionFilter.reach) else { return }
    guard let exact = theirs.popFirst() else {
      Issue.record("the twin has no response here")
      return
    }
    let response = MotionFilter.response(&ring)
    responses += 1
    worstResponse = max(worstResponse, difference(response, exact))
    newest = response
  }

  private(set) var newest = BandVector()
  /// The response of the whole chain after the same frames.
  var chain: (count: Int64, response: BandVector) { pipeline.newestResponse }
  /// Responses that these stages gave on the way that is open.
  var onThisWay: Int64 { max(ring.count - 2 * Int64(MotionFilter.reach), 0) }

  private func difference(_ decay: BandVector, _ exact: [Double]) -> Double {
    exact.indices.reduce(0) { max($0, abs(Double(decay[$1]) / 256 - exact[$1])) }
  }
}

/// Strips and dual lanes beside the project; none where they are absent.
private enum TwinLanes {
  static let names = SharedData.lanes(endingIn: "-induction.sigmf-meta")
}

@Suite("Double twin of the induction chain")
struct InductionTwinTests {
  /// An output is rounded down to 1/256 nV; the means of a cell, of the triangle and of the background add
  /// half of that each, and the difference takes two outputs: 3.5/256 nV.
  @Test(
    "On every lane bands and responses are within 3.5/256 nV of Double, and are the chain's",
    .enabled(if: !TwinLanes.names.isEmpty, "needs ../shared/data/lanes"),
    arguments: TwinLanes.names)
  func lanes(name: String) throws {
    let path = "\(SharedData.lanes)/\(name)"
    var stream = try SigMFInductionStream(opening: path)
    let track = try SigMFTrack(try #require(try SigMFCollection(opening: path).track))
    let settings = try InductionSettings(
      description: stream.description, rateMicrohertz: stream.rateMicrohertz,
      trackRateMicrohertz: track.rateMicrohertz)
    var both = SideBySide(settings)
    var block = [Int32](repeating: 0, count: stream.gateCount * 512)
    var next = 0
    func time(_ point: Int) -> Int64 {
      Int64(Int128(point) * 1_000_000_000_000 / Int128(track.rateMicrohertz))
    }
    while true {
      var span = block.mutableSpan
      let header = try stream.read(into: &span)
      if header.count == 0 { break }
      for offset in 0..<header.count {
        let sequence = header.sequence + Int64(offset)
        while next < track.points.count, time(next) < settings.time(ofSequence: sequence) {
          both.take(track.points[next], timeMicroseconds: time(next))
          next += 1
        }
        let first = offset * stream.gateCount
        both.take(
          Array(block[first..<first + stream.gateCount]), index: header.index + Int64(offset),
          sequence: sequence)
      }
    }
    report(name, both)
    let (bands, responses) = (both.worstBand, both.worstResponse)
    let (count, chain, onThisWay, newest) = (
      both.responses, both.chain, both.onThisWay, both.newest
    )
    #expect(bands < 1.001 / 256 && responses < 3.5 / 256)
    #expect(count > 50)
    #expect(chain.count == onThisWay && chain.response == newest)
  }

  /// Gates that jump between the ends of what the decay holds, and counts beyond them.
  @Test("At the rails bands and responses are as near to Double", arguments: 0..<6)
  func rails(pattern: Int) throws {
    var description = InductionDescription(lsbFemtovolts: 10_000_000)
    for (start, end) in [(8, 15), (15, 30), (30, 60), (60, 100), (100, 160), (300, 400)] {
      description.append(
        InductionDescription.Gate(
          startNanoseconds: Int64(start) * 1_000, endNanoseconds: Int64(end) * 1_000))
    }
    let settings = try InductionSettings(
      description: description, rateMicrohertz: [217_000_000, 1_130_000_000][pattern % 2])
    var both = SideBySide(settings)
    for n in 0..<6_000 {
      let high: Int32 = pattern < 4 ? 106_000_000 : .max - 1
      let frame = (0..<6).map { gate -> Int32 in
        switch pattern / 2 {
        case 0: n % 2 == 0 ? high - Int32(n % 7) : -high
        case 1: (n / 150 + gate) % 2 == 0 ? high : -high + Int32(n % 5)
        default: gate == 5 ? Int32(n % 3) - high / 2 : high - Int32(n % 11)
        }
      }
      both.take(frame, index: Int64(n), sequence: Int64(n))
    }
    report("rails \(pattern)", both)
    let (bands, responses, count) = (both.worstBand, both.worstResponse, both.responses)
    #expect(bands < 1.001 / 256 && responses < 3.5 / 256)
    #expect(count > 50)
  }

  private func report(_ name: String, _ both: borrowing SideBySide) {
    print(
      String(
        format: "twin %@: %d outputs within %.4f nV, %d responses within %.4f nV", name,
        both.outputs, both.worstBand, both.responses, both.worstResponse))
  }
}
