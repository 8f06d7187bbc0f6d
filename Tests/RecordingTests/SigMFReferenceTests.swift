import DetectorCore
import Foundation
import Journal
import Recording
import Testing

/// A Python that has the reference package, by `SIGMF_PYTHON`; Tests/sigmf-validate says how to set it up.
private let python = ProcessInfo.processInfo.environment["SIGMF_PYTHON"]

@Suite("SigMF reference package", .enabled(if: python != nil, "needs SIGMF_PYTHON"))
struct SigMFReferenceTests {
  @Test("The reference package validates every stream that is written, closed and repaired")
  func validates() throws {
    let folder = try SigMFFolder()
    try write("closed", in: folder, isClosed: true)
    try write("cut", in: folder, isClosed: false)
    var data = try folder.bytes("cut-radar.sigmf-data")
    data.removeLast(3)
    try folder.write("cut-radar.sigmf-data", bytes: data)
    #expect(!(try SigMFRepair.repair(folder.file("cut")).isEmpty))
    #expect(try folder.text("cut-radar.sigmf-meta").contains("core:trailing_bytes"))

    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("sigmf-validate").path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(python))
    process.arguments = [script, folder.path]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let text = String(
      decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(text)")
    #expect(text.hasPrefix("10 of 10 valid"), "\(text)")
  }

  private func write(_ name: String, in folder: SigMFFolder, isClosed: Bool) throws {
    var induction = InductionDescription(lsbFemtovolts: 5_000_000)
    var balance = BalanceDescription()
    for gate in 0..<4 {
      let start = Int64(gate) * 10_500
      induction.append(.init(startNanoseconds: start, endNanoseconds: start + 10_000))
    }
    balance.append(millihertz: 2_400_000)
    balance.append(millihertz: 19_200_000)
    let contents: [StreamDescription.Contents] = [
      .pulseInduction(induction), .inductionBalance(balance), .housekeeping,
      .track(TrackOrigin(longitudeE9: 11_123_456_789, latitudeE9: -48_000_000_001)),
    ]
    var streams = contents.map { contents in
      SigMFStream(
        StreamDescription(
          contents: contents, sampleType: .int32, channelCount: 4,
          rateMicrohertz: 51_363_636))
    }
    var radar = SigMFStream(StreamDescription(radar: smallRadar(rails: -128...127), seed: 5))
    radar.datetime = "2026-01-01T00:00:00.000000Z"
    radar.configuration = "[radar]\n# \"µ\"\n"
    streams.append(radar)
    var writer = try SigMFWriter(path: folder.file(name), streams: streams, syncInterval: 10)
    for stream in streams.indices {
      for sequence in [0, 12] as [Int64] {
        let block = madeUpBlock(sequence, count: 9)
        try writer.append(
          block.span, header: BlockHeader(count: 9, index: 0, sequence: sequence), to: stream)
      }
    }
    try writer.emit(detection(1, sample: 12))
    try writer.emit(detection(2, sample: 3, sensor: .fused))
    try writer.synchronise()
    if isClosed { try writer.close() }
  }
}
