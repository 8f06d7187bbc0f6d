import DetectorCore
import Testing

@testable import sapper

@Suite("How far a cap was heard, below the table")
struct ReachTallyTests {
  /// A coil that moves 1 mm a frame and is as high as its place along the way says.
  private struct Line: PositionTrack {
    var height: Int32?
    func position(atMicroseconds time: Int64) -> Position? {
      Position(eastMillimetres: Int32(time / 1_000), northMillimetres: 250)
    }
    func heightMillimetres(atMicroseconds: Int64) -> Int32? { height }
  }

  private func tally(
    _ reaches: [UInt16?], track: Line? = nil, flags: LevelFlags = .clear
  ) -> ReachTally {
    var tally = ReachTally(track: track, rateMicrohertz: 1_000_000_000)
    for (index, reach) in reaches.enumerated() {
      tally.take(
        OperatorLevel(
          sensor: .induction, index: Int64(index), sequence: Int64(index), levelQ8: 0,
          flags: flags, reachMillimetres: reach))
    }
    return tally
  }

  @Test("Median, worst and its place stand in one sentence, with depths where a height is known")
  func sentence() {
    var reaches = [UInt16?](repeating: 150, count: 2_000)
    reaches[1_250] = 62
    let track = tally(reaches, track: Line(height: 30))
    #expect(
      track.text == "A cap of 6 × 7 mm is heard 15.0 cm from the coil, 12.0 cm deep (median); at "
        + "worst 6.2 cm, 3.2 cm deep, at 1.25 m east, 0.25 m north (1.3 s).\n"
        + "It is heard to less than half of that on 0.05 % of the frames.\n")
    let none = tally(reaches)
    #expect(
      none.text == "A cap of 6 × 7 mm is heard 15.0 cm from the coil (median); at worst 6.2 cm, at "
        + "1.3 s.\nIt is heard to less than half of that on 0.05 % of the frames.\n")
    let high = tally([150, 40, 150], track: Line(height: 60))
    #expect(high.text.contains("at worst 4.0 cm, not into the ground, at 0.00 m east"))
    #expect(tally([150, 0, 150]).text.contains("at worst not at all, at 0.0 s"))
    #expect(!tally([150, 76, 150]).text.contains("half"))
  }

  @Test("An overload is an alarm and counts for nothing; without a figure that is said")
  func unknown() {
    #expect(tally([0, 0], flags: .saturated).count == 0)
    #expect(tally([0, 0], flags: .blind).count == 2)
    let text = "How far a cap is heard is not known: the recording does not say radius, turns and "
    #expect(tally([nil, nil]).text == text + "current of the coil.\n")
  }

  @Test("The worst is the least depth, not the least distance from the coil")
  func depth() {
    struct Slope: PositionTrack {
      func position(atMicroseconds: Int64) -> Position? { nil }
      func heightMillimetres(atMicroseconds time: Int64) -> Int32? { time < 100_000 ? 10 : 80 }
    }
    var tally = ReachTally(track: Slope(), rateMicrohertz: 1_000_000_000)
    for frame in 0..<Int64(200) {
      let reach: UInt16 = frame < 96 ? 100 : 140
      tally.take(
        OperatorLevel(
          sensor: .induction, index: frame, sequence: frame, levelQ8: 0,
          reachMillimetres: reach))
    }
    #expect(
      tally.worst == ReachTally.Worst(reachMillimetres: 140, heightMillimetres: 80, sequence: 112))
  }
}
