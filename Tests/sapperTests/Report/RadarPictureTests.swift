import DetectorCore
import Testing

@testable import sapper

@Suite("Radar picture")
struct RadarPictureTests {
  private func picture(_ traces: [[Int32]], columnsMax: Int = 4, rowsMax: Int = 8) -> RadarPicture {
    var builder = RadarPictureBuilder(
      samplesPerTrace: traces[0].count, rowsMax: rowsMax, columnsMax: columnsMax)
    for trace in traces { builder.take(trace.span) }
    return builder.finished()
  }

  @Test("A line that fits is kept sample by sample")
  func fits() {
    let traces: [[Int32]] = [[1, -2, 3], [4, 5, -6], [.min, .max, 0]]
    let kept = picture(traces)
    #expect(kept.cells == traces.flatMap { $0 })
    #expect(kept.sources == [0, 1, 2])
    #expect(!kept.isReduced && kept.traceCount == 3 && kept.rows == 3)
  }

  @Test("A line that is too long keeps a whole trace of each group, the one that departs most")
  func tooLong() {
    var traces = [[Int32]](repeating: [100, 100, 100], count: 9)
    traces[5] = [100, 900, -700]
    let kept = picture(traces)
    #expect(kept.tracesPerColumn == 4 && kept.traceCount == 9 && kept.columns == 3)
    #expect(kept.sources[1] == 5)
    #expect(kept.cells[3..<6].elementsEqual([100, 900, -700]))
  }

  @Test(
    "One strong trace among thousands survives wherever it stands",
    arguments: [0, 1, 513, 998, 999])
  func survives(at strong: Int) {
    var traces = [[Int32]](repeating: [10, -10], count: 1_000)
    traces[strong] = [10, 30_000]
    let kept = picture(traces, columnsMax: 8)
    #expect(kept.traceCount == 1_000 && kept.columns <= 8)
    #expect(kept.cells.contains(30_000))
    #expect(kept.tracesPerColumn * Int64(kept.columns) >= 1_000)
  }

  @Test(
    "A column's source is one of its own traces", arguments: [1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 100])
  func sources(count: Int) {
    let traces = (0..<count).map { [Int32($0 * 7 % 13), Int32($0 * 5 % 11)] }
    let kept = picture(traces)
    #expect(kept.columns <= 4)
    for (column, source) in kept.sources.enumerated() {
      #expect(source / kept.tracesPerColumn == Int64(column))
      let cells = kept.cells[column * 2..<column * 2 + 2]
      #expect(cells.elementsEqual(traces[Int(source)]))
    }
    #expect((Int64(count) + kept.tracesPerColumn - 1) / kept.tracesPerColumn == Int64(kept.columns))
  }

  @Test("A trace that is too long keeps the sample farthest from zero of each group, with its sign")
  func longTrace() {
    let kept = picture([[1, -5, 2, 3, 0, .min]], rowsMax: 3)
    #expect(kept.samplesPerRow == 2 && kept.rows == 3)
    #expect(kept.cells == [-5, 3, .min])
  }

  @Test("Counters at the head of a trace are not shown as signal")
  func leading() {
    var builder = RadarPictureBuilder(samplesPerTrace: 4, leadingNonSignalSamples: 2)
    builder.take([30_000, 25_600, 7, 8].span)
    #expect(builder.finished().cells == [7, 7, 7, 8])
  }

  @Test("The cells stay within their bound at the longest trace")
  func bound() {
    var builder = RadarPictureBuilder(samplesPerTrace: 4_096)
    let trace = [Int32](repeating: 1, count: 4_096)
    for _ in 0..<2_050 { builder.take(trace.span) }
    let kept = builder.finished()
    #expect(kept.cells.count <= RadarPicture.cellsMax && kept.rows == 1_024)
    #expect(kept.tracesPerColumn == 2 && kept.columns == 1_025)
  }
}

@Suite("Level track")
struct LevelTrackTests {
  @Test("A level that fits is kept value by value")
  func fits() {
    #expect(LevelTrack(values: [1, 2, 3]).values == [1, 2, 3])
  }

  @Test(
    "The highest of each group survives, for any length", arguments: [4_000, 4_001, 9_001, 40_000])
  func highest(count: Int) {
    var values = [UInt16](repeating: 5, count: count)
    values[count - 1] = 700
    values[count / 3] = 600
    let track = LevelTrack(values: values)
    #expect(track.values.count <= LevelTrack.valuesMax)
    #expect(track.values.last == 700)
    #expect(track.values[count / 3 / Int(track.tracesPerValue)] == 600)
    let covered = Int64(track.values.count) * track.tracesPerValue
    #expect(covered >= count && covered - Int64(count) < track.tracesPerValue)
  }

  @Test("Stretches over the threshold join neighbours and keep the peak")
  func stretches() {
    let track = LevelTrack(values: [0, 256, 300, 255, 400])
    let found = track.stretchesOverThreshold(traceCount: 5)
    #expect(
      found.map(\.stretch) == [
        TraceStretch(from: 1, through: 2), TraceStretch(from: 4, through: 4),
      ])
    #expect(found.map(\.peakQ8) == [300, 400])
  }

  @Test("A collector of stretches beyond its bound covers more, never less")
  func collector() {
    var collector = StretchCollector()
    for trace in stride(from: Int64(0), through: 4_000, by: 2) { collector.note(trace) }
    #expect(collector.stretches.count == StretchCollector.stretchesMax)
    #expect(collector.stretches.last == TraceStretch(from: 1_998, through: 4_000))
  }
}
