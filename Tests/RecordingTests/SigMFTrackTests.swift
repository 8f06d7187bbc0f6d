import DetectorCore
import Foundation
import Journal
import Recording
import Testing

@Suite("SigMF track")
struct SigMFTrackTests {
  @Test("Between two positions it is on the straight line, to the nearest millimetre")
  func interpolates() throws {
    let track = try track([(0, [(0, 0), (10, -10), (13, -13)])])
    #expect(place(track, 0) == [0, 0])
    #expect(place(track, 10_000) == [5, -5])
    #expect(place(track, 20_000) == [10, -10])
    // 7.5 and -7.5: half rounds up.
    #expect(place(track, 15_000) == [8, -7])
    #expect(place(track, 30_000) == [12, -11])
    #expect(place(track, 40_000) == [13, -13])
  }

  @Test("Nothing is made up inside a gap, nor beyond the ends by more than one position's time")
  func gaps() throws {
    let track = try track([(0, [(0, 0), (10, 0)]), (5, [(50, 0), (60, 0)])])
    #expect(place(track, 20_000) == [10, 0])
    #expect(place(track, 20_001) == nil)
    #expect(place(track, 99_999) == nil)
    #expect(place(track, 100_000) == [50, 0])
    #expect(place(track, 110_000) == [55, 0])
    #expect(place(track, 139_999) == [60, 0])
    #expect(place(track, 140_000) == nil)
    #expect(place(track, -1) == [0, 0])
    #expect(place(track, -20_001) == nil)
    #expect(place(track, .max) == nil)
    #expect(place(track, .min) == nil)
  }

  @Test("Extremes neither trap nor wrap")
  func extremes() throws {
    let track = try track([(0, [(.min, .max), (.max, .min)])])
    #expect(place(track, 10_000) == [0, 0])
    #expect(place(track, 0) == [.min, .max])
    #expect(track.point(atMicroseconds: 20_000)?.eastMillimetres == .max)
  }

  @Test("A track without positions is nowhere")
  func empty() throws {
    let track = try track([])
    #expect(place(track, 0) == nil)
    #expect(track.points.isEmpty)
  }

  private func place(_ track: SigMFTrack, _ time: Int64) -> [Int32]? {
    track.point(atMicroseconds: time).map { [$0.eastMillimetres, $0.northMillimetres] }
  }

  /// A track at 50 a second from segments of sequence number and places.
  private func track(_ segments: [(Int64, [(Int32, Int32)])]) throws -> SigMFTrack {
    let folder = try SigMFFolder()
    let description = StreamDescription(
      contents: .track(nil), sampleType: .int32, channelCount: 4, rateMicrohertz: 50_000_000)
    var writer = try SigMFWriter(
      path: folder.file("lane"), streams: [SigMFStream(description)], syncInterval: 1)
    for (sequence, places) in segments {
      let rows: [Int32] = places.map { [$0.0, $0.1, 51, 9] }.reduce([], +)
      try writer.append(
        rows.span, header: BlockHeader(count: places.count, index: 0, sequence: sequence))
    }
    try writer.close()
    return try SigMFTrack(try SigMFRecording.open(folder.file("lane-track")))
  }
}
