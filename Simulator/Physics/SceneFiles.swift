import DetectorCore
import Journal
package import Recording

/// Writes scenes as recordings: a SigMF collection with its truth, or the bytes of a DZT file.
package enum SceneFiles {
  /// Traces in one block.
  private static let blockTraces = 64
  /// Samples that may be off the medium while a recording is made.
  private static let syncInterval = 1 << 20

  /// Writes the collection `path`: radar with the truth, and the track; gives the paths of its files.
  ///
  /// `progress` is told the traces done. What was begun is removed when it cannot be finished.
  package static func write(
    _ scene: RadarScene, to path: String, progress: (_ done: Int64) -> Void = { _ in }
  ) throws(RecordingError) -> [String] {
    let radar = stream(of: scene)
    var track = SigMFStream(SceneTrack.description(seed: scene.seed))
    track.about = "simulated"
    track.scenario = scene.name
    var writer = try SigMFWriter(
      path: path, streams: [radar, track], syncInterval: syncInterval)
    let name = writer.path
    do throws(RecordingError) {
      try append(scene, to: &writer, stream: 0, progress)
      try appendTrack(of: scene, to: &writer)
    } catch {
      try? writer.abandon()
      throw error
    }
    try writer.close()
    var files: [String] = []
    for stream in ["radar", "track"] {
      files += ["\(name)-\(stream).sigmf-meta", "\(name)-\(stream).sigmf-data"]
    }
    if !scene.faults.lost.isEmpty { files.append("\(name).events.jsonl") }
    return files + ["\(name).sigmf-collection"]
  }

  /// A DZT file of one channel with 16 bits, its counter and mark words in place.
  ///
  /// The layout is GSSI's: one header of 1,024 bytes, samples unsigned with half scale for zero. A lost
  /// trace shows as a jump of the counter. The scene's counts must fit 16 bits.
  package static func dzt(_ scene: RadarScene) throws(RecordingError) -> [UInt8] {
    precondition(scene.instrument.railHigh <= 32_767, "counts of 16 bits")
    var source = RadarSceneSource(scene)
    let samples = Int(source.description.samplesPerTrace)
    var bytes = DZTSceneHeader.bytes(of: scene)
    var trace = [Int32](repeating: 0, count: samples)
    while true {
      var span = trace.mutableSpan
      let header = try source.read(into: &span)
      if header.count == 0 { return bytes }
      for (place, value) in trace.enumerated() {
        let word =
          place == 0
          ? UInt16(truncatingIfNeeded: header.sequence)
          : place == 1 ? 0 : UInt16(truncatingIfNeeded: value + 32_768)
        bytes.append(UInt8(truncatingIfNeeded: word))
        bytes.append(UInt8(truncatingIfNeeded: word >> 8))
      }
    }
  }

  /// The radar's stream with its truth.
  static func stream(of scene: RadarScene) -> SigMFStream {
    var radar = SigMFStream(.init(radar: scene.description, seed: scene.seed))
    radar.about = "simulated"
    radar.scenario = scene.name
    radar.annotations = scene.truth
    return radar
  }

  /// Appends the traces of a scene to a stream of a writer.
  static func append(
    _ scene: RadarScene, to writer: inout SigMFWriter, stream: Int, _ progress: (Int64) -> Void
  ) throws(RecordingError) {
    var source = RadarSceneSource(scene)
    let samples = Int(source.description.samplesPerTrace)
    var block = [Int32](repeating: 0, count: samples * blockTraces)
    var done: Int64 = 0
    while true {
      var span = block.mutableSpan
      let header = try source.read(into: &span)
      if header.count == 0 { break }
      try writer.append(block.span, header: header, to: stream)
      done += Int64(header.count)
      progress(done)
    }
  }

  private static func appendTrack(
    of scene: RadarScene, to writer: inout SigMFWriter
  ) throws(RecordingError) {
    let track = SceneTrack(scene).samples
    let count = track.count / Int(SceneTrack.columns)
    try writer.append(
      track.span, header: BlockHeader(count: count, index: 0, sequence: 0), to: 1)
  }
}

/// The header of a scene's DZT file.
private enum DZTSceneHeader {
  /// 1,024 bytes, little endian; figures that a scene does not have stay 0.
  static func bytes(of scene: RadarScene) -> [UInt8] {
    let instrument = scene.instrument
    let nanoseconds =
      Double(instrument.sampleIntervalFemtoseconds) * Double(instrument.samplesPerTrace) / 1e6
    let permittivity = scene.ground.permittivity
    var block = [UInt8](repeating: 0, count: 1_024)
    put(UInt16(0x00FF), at: 0, in: &block)
    put(UInt16(1_024), at: 2, in: &block)
    put(UInt16(instrument.samplesPerTrace), at: 4, in: &block)
    put(UInt16(16), at: 6, in: &block)
    put(UInt16(0x8000), at: 8, in: &block)
    put(Double(instrument.traceRateMillihertz) / 1_000, at: 10, in: &block)
    put(1e6 / Double(instrument.traceSpacingMicrometres), at: 14, in: &block)
    put(nanoseconds, at: 26, in: &block)
    put(UInt16(1), at: 52, in: &block)
    put(permittivity, at: 54, in: &block)
    put(nanoseconds * 0.299_792_458 / 2 / permittivity.squareRoot(), at: 62, in: &block)
    // The line's coordinates confirm the spacing; byte 66, where it begins, stays 0.
    put(scene.lengthMetres, at: 70, in: &block)
    let name = "\(instrument.centreFrequencyKilohertz / 1_000)MHz"
    for (index, byte) in name.utf8.prefix(14).enumerated() { block[98 + index] = byte }
    block[113] = 3 << 3 | 1
    return block
  }

  private static func put(_ value: UInt16, at offset: Int, in block: inout [UInt8]) {
    block[offset] = UInt8(truncatingIfNeeded: value)
    block[offset + 1] = UInt8(truncatingIfNeeded: value >> 8)
  }

  /// Writes a number with the 32 bits that the format has for it.
  private static func put(_ value: Double, at offset: Int, in block: inout [UInt8]) {
    let bits = Float(value).bitPattern
    put(UInt16(truncatingIfNeeded: bits), at: offset, in: &block)
    put(UInt16(truncatingIfNeeded: bits >> 16), at: offset + 2, in: &block)
  }
}
