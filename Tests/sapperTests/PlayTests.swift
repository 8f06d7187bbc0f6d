import DetectorCore
import FrameProtocol
import Recording
import TestSupport
import Testing

@testable import sapper

/// What `sapper play` sends, as a unit's own scanner reads it.
@Suite("Play") struct PlayTests {
  private static let format = FrameFormat(kind: .gateSums, channels: 2, sampleByteCount: 4)
  private static let rate: Int64 = 100_000_000

  private func assembler(track: Int64 = rate, housekeeping: Int64 = rate) throws -> FrameAssembler {
    FrameAssembler(
      format: try #require(Self.format), rateMicrohertz: Self.rate, trackRateMicrohertz: track,
      housekeepingRateMicrohertz: housekeeping)
  }

  private func frames(
    _ inputs: [Input], _ assembler: inout FrameAssembler
  ) -> [PlayedFrame] {
    let block: [Int32] = [7, -8]
    return (inputs + [.end(.end(index: 0, sequence: 0))])
      .compactMap { assembler.take($0, block.span) }
  }

  private func samples(_ sequence: Int64) -> Input {
    .samples(BlockHeader(count: 1, index: sequence, sequence: sequence))
  }

  private func point(_ east: Int32, _ time: Int64) -> Input {
    .point(
      TrackPoint(eastMillimetres: east, northMillimetres: 0, heightMillimetres: 50, quality: 90),
      timeMicroseconds: time)
  }

  @Test("A track as fast as the frames has a place for the frames that it knows, and for no other")
  func places() throws {
    var each = try assembler()
    let inputs = [samples(1), point(10, 10_000), samples(2), samples(3), point(30, 30_000)]
    let sent = frames(inputs, &each).map(\.frame)
    #expect(sent.map(\.trackPoint?.eastMillimetres) == [10, nil, 30])
    #expect(sent.map(\.sequence) == [1, 2, 3])
    #expect(sent.map(\.timeMicroseconds) == [10_000, 20_000, 30_000])
    #expect(sent[0].height == 50)
    #expect(sent[0].positionQuality == 90)
  }

  @Test("A slower track counts until its next point, and never before its time")
  func slowTrack() throws {
    var each = try assembler(track: 30_000_000)
    let inputs = [
      point(1, 0), samples(0), samples(1), point(2, 15_000), samples(2), samples(3),
    ]
    let sent = frames(inputs, &each).map(\.frame.trackPoint?.eastMillimetres)
    #expect(sent == [1, 1, 2, 2])
  }

  @Test(
    "Without housekeeping nothing is wrong with the front end; with it, what was said is said again"
  )
  func states() throws {
    var each = try assembler()
    let bad = HousekeepingSample(
      currentMicroamperes: 5, temperatureMillidegrees: 6, batteryMillivolts: 7,
      flags: FrontEndFlags.coilOpen.union(FrontEndFlags(rawValue: 1 << 18)))
    let sent = frames([samples(0), samples(1), .state(bad)], &each).map(\.frame)
    #expect(sent[0].housekeeping == FrameAssembler.sound)
    #expect(sent[1].housekeeping == bad)
    #expect(sent[1].flags.buttons == 4)
  }

  @Test("The balance is pressed in the frame before it; two at once are two presses of a unit")
  func presses() throws {
    var each = try assembler()
    var begin = BalanceOrders()
    begin.begin()
    var both = BalanceOrders()
    both.end()
    both.begin()
    var inputs = [samples(0), .balance(begin, before: 1)]
    inputs += (1...9).map(samples) + [.balance(both, before: 10)] + (10...20).map(samples)
    let pressed = frames(inputs, &each).filter { $0.frame.flags.buttons == 2 }
    #expect(pressed.map(\.header.sequence) == [0, 9, 13])
  }

  @Test(
    "So many frames are dropped, repeated and damaged as are asked for, the same for the same seed")
  func faults() throws {
    let counts: [PlayFaults.Kind: Int] = [.drop: 5, .repeat: 7, .damage: 9]
    for seed in 0..<20 as Range<UInt64> {
      var first = try #require(PlayFaults(counts, of: 30, seed: seed))
      var second = try #require(PlayFaults(counts, of: 30, seed: seed))
      let kinds = (0..<30).map { first.kind(of: $0) }
      #expect(kinds == (0..<30).map { second.kind(of: $0) })
      #expect(first.done == counts)
      #expect(kinds.first == .some(nil) && kinds.last == .some(nil))
      var bytes = [UInt8](repeating: 0, count: 40)
      first.damage(&bytes)
      #expect(bytes.reduce(0) { $0 + $1.nonzeroBitCount } == 1)
    }
    #expect(PlayFaults(counts, of: 22, seed: 1) == nil)
  }

  @Test(
    "A recording's frames are those that a unit's scanner finds: numbers, gaps, faults by kind",
    .enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
  func scanned() throws {
    let opened = try Joining.openInduction(RecordingInput(path: SharedData.lanes + "/dual1"))
    let recording = try #require(opened)
    let counts: [PlayFaults.Kind: Int] = [.drop: 40, .repeat: 50, .damage: 60]
    var faults = try #require(
      PlayFaults(counts, of: recording.induction.frameCount, seed: 3))
    var player = try FramePlayer(recording)
    let channels = recording.induction.valueCount
    let format = try #require(FrameFormat(kind: .gateSums, channels: channels, sampleByteCount: 4))
    var scanner = FrameScanner<512>(format: format)
    var (good, damaged, repeated, last) = (0, 0, 0, Int64(-1))
    while let played = try player.next() {
      for bytes in player.bytes(of: played, &faults) {
        _ = scanner.fill { room in
          for index in bytes.indices { room[index] = bytes[index] }
          return bytes.count
        }
        var numbers = InlineArray<64, Int32>(repeating: 0)
        var span = numbers.mutableSpan
        guard case .frame(let frame, let before) = scanner.next(into: &span) else { continue }
        good += 1
        damaged += before
        if Int64(frame.sequence) == last { repeated += 1 }
        last = Int64(frame.sequence)
        #expect((0..<channels).allSatisfy { numbers[$0] == played.numbers[$0] })
      }
    }
    let all = Int(recording.induction.frameCount)
    #expect(good == all - 40 - 60 + 50)
    #expect(repeated == 50)
    // Neighbours that were both damaged are one run, as long as both.
    #expect((55...60).contains(damaged))
  }
}
