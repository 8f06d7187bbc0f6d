package import DetectorCore
import Journal
package import Recording

/// The frames of a scene, made one after the other as they are read; no file is needed.
package struct InductionSceneSource: SampleSource {
  /// What can go wrong in the world outside.
  package typealias Failure = RecordingError

  /// The scene.
  package let scene: InductionScene
  /// What the front end of a pulse induction says of itself.
  package let description: InductionDescription
  /// Frames a second, millionths.
  package let rateMicrohertz: Int64
  /// Where the coil truly is.
  package let path: SweepPath
  /// Frames that the device counts, the lost ones too.
  package let deviceFrameCount: Int64
  /// All faults, in order of their first frame.
  package let faults: [InductionFault]

  private let waveform: InductionWaveform
  private var maker: FrameMaker
  private var sequence: Int64 = 0
  private var index: Int64 = 0
  private var faultPlace = 0
  private var active: [InductionFault] = []
  private var repeated: [Int32]?
  private var damagedBefore: Int32 = 0
  private var housekeeping: [Int32] = []

  /// Moves the coil, and hears the ground along its way; the first frame is the next.
  package init(_ scene: InductionScene) {
    self.scene = scene
    description = scene.instrument.description
    rateMicrohertz = scene.instrument.rateMicrohertz
    path = SweepPath(scene.sweep, seed: scene.seed)
    deviceFrameCount = max(Int64(path.seconds * Double(rateMicrohertz) / 1e6), 1)
    faults = scene.faults.schedule(
      seed: scene.seed, frameCount: deviceFrameCount, frameRate: Double(rateMicrohertz) / 1e6)
    waveform = InductionWaveform(scene, path: path)
    maker = FrameMaker(scene, frameCount: deviceFrameCount)
  }

  /// Numbers in one frame: gates, or I and Q of each carrier of a balance.
  package var gateCount: Int { scene.instrument.channelCount }

  /// Fills `block` with whole frames; the block never spans a gap, nor the two of a doubled frame.
  package mutating func read(
    into block: inout MutableSpan<Int32>
  ) throws(RecordingError) -> BlockHeader {
    readBlock(into: &block)
  }

  /// The same, which cannot fail.
  package mutating func readBlock(into block: inout MutableSpan<Int32>) -> BlockHeader {
    let room = block.count / gateCount
    precondition(room > 0, "a block holds a frame at least")
    var header = BlockHeader(count: 0, index: index, sequence: sequence)
    housekeeping.removeAll(keepingCapacity: true)
    while header.count < room {
      if let frame = repeated {
        guard header.count == 0 else { break }
        repeated = nil
        header.sequence = sequence - 1
        put(frame, at: &header, in: &block)
        continue
      }
      guard sequence < deviceFrameCount else { break }
      advanceFaults()
      if active.contains(where: \.kind.losesFrames) {
        guard header.count == 0 else { break }
        skip()
        header.sequence = sequence
        continue
      }
      if damagedBefore > 0 {
        // Only the first frame of a block can follow damaged ones: see above.
        header.flags = header.flags.union(.checksum)
        header.damaged = damagedBefore
        damagedBefore = 0
      }
      let frame = next()
      if active.contains(where: { $0.kind == .duplicatedFrame }) { repeated = frame }
      put(frame, at: &header, in: &block)
    }
    index += Int64(header.count)
    return header
  }

  /// Housekeeping of the frames of the last block: current µA, temperature m°C, battery mV, flags.
  package var lastHousekeeping: [Int32] { housekeeping }

  /// The next block starts at the first frame again.
  package mutating func rewind() {
    maker = FrameMaker(scene, frameCount: deviceFrameCount)
    (sequence, index, faultPlace) = (0, 0, 0)
    (active, repeated, damagedBefore) = ([], nil, 0)
  }

  private mutating func put(
    _ frame: [Int32], at header: inout BlockHeader, in block: inout MutableSpan<Int32>
  ) {
    let first = header.count * gateCount
    for gate in 0..<gateCount { block[first + gate] = frame[gate] }
    if maker.isClipped { header.flags = header.flags.union(.clipped) }
    housekeeping.append(contentsOf: maker.housekeeping)
    if header.count == 0, header.damaged > 0 {
      // As the unit records it, so that a replay tells damaged frames from lost ones.
      let flags = FrontEndFlags(rawValue: UInt32(bitPattern: maker.housekeeping[3]))
      housekeeping[housekeeping.count - 1] = Int32(
        bitPattern: RecordedFlags.word(flags, header))
    }
    header.count += 1
  }

  private mutating func advanceFaults() {
    while faultPlace < faults.count, faults[faultPlace].frames.lowerBound <= sequence {
      active.append(faults[faultPlace])
      faultPlace += 1
    }
    if !active.isEmpty { active.removeAll { $0.frames.upperBound <= sequence } }
  }

  /// Passes over a lost frame with the chance it would have used, so that a gap changes nothing after it.
  private mutating func skip() {
    if active.contains(where: { $0.kind == .checksum }) { damagedBefore += 1 }
    _ = next()
  }

  private mutating func next() -> [Int32] {
    let frame = maker.frame(sequence, of: waveform, faults: active)
    sequence += 1
    return frame
  }
}

extension InductionSceneSource {
  /// Where each fault shows in the file, and how many of its frames lie there or are missing.
  ///
  /// One annotation for each fault of `faults`. Lost frames stand at the first one after them.
  package var faultAnnotations: [RecordingAnnotation] {
    let places = FilePlaces(faults)
    return faults.map { fault in
      let first = places.index(of: fault.frames.lowerBound)
      let count = fault.frames.upperBound - fault.frames.lowerBound
      return RecordingAnnotation(
        sampleStart: first, sampleCount: fault.kind.losesFrames ? 1 : count, kind: .fault,
        label: fault.kind.rawValue)
    }
  }

  /// What lies where, in order of the pass over it; samples are frames as they lie in the recording.
  package var truth: [RecordingAnnotation] {
    let places = FilePlaces(faults)
    return scene.targets.map { buried in
      scene.annotation(of: buried, along: path, frameCount: deviceFrameCount) {
        places.index(of: $0)
      }
    }.sorted { ($0.sampleStart, $0.object ?? "") < ($1.sampleStart, $1.object ?? "") }
  }

  /// Positions a second, millionths.
  package var trackRateMicrohertz: Int64 { scene.trackRateMicrohertz }

  /// Where a positioning system says that the coil was; empty for a sweep without one.
  package var track: [TrackPoint] {
    let rate = Double(scene.trackRateMicrohertz) / 1e6
    guard rate > 0 else { return [] }
    var stream = RandomStream(seed: scene.seed, source: "track")
    let clock = 1 + scene.noise.clockPartsPerMillion * 1e-6
    func millimetres(_ metres: Double, _ deviation: Double) -> Int32 {
      let value = (metres + deviation * stream.gaussian()) * 1_000
      return Int32(value < 0 ? value - 0.5 : value + 0.5)
    }
    return (0...Int(path.seconds * rate)).map { index in
      let pose = path.pose(at: Double(index) / rate * clock)
      return TrackPoint(
        eastMillimetres: millimetres(pose.east, scene.trackMetres),
        northMillimetres: millimetres(pose.north, scene.trackMetres),
        heightMillimetres: millimetres(pose.height, scene.trackMetres / 5), quality: 100)
    }
  }
}

/// Where the frames that the device counts lie in the file.
private struct FilePlaces {
  private var changes: [(frame: Int64, shift: Int64)] = []

  init(_ faults: [InductionFault]) {
    var lostUntil: Int64 = 0
    var shift: Int64 = 0
    for fault in faults {
      if fault.kind.losesFrames {
        let first = max(fault.frames.lowerBound, lostUntil)
        guard fault.frames.upperBound > first else { continue }
        for frame in first..<fault.frames.upperBound {
          shift -= 1
          changes.append((frame + 1, shift))
        }
        lostUntil = fault.frames.upperBound
      } else if fault.kind == .duplicatedFrame, fault.frames.lowerBound >= lostUntil {
        shift += 1
        changes.append((fault.frames.lowerBound + 1, shift))
      }
    }
  }

  /// The place of a frame, or of the first one after it where it was lost.
  func index(of frame: Int64) -> Int64 {
    var (low, high) = (0, changes.count)
    while low < high {
      let middle = (low + high) / 2
      if changes[middle].frame <= frame { low = middle + 1 } else { high = middle }
    }
    return max(frame + (low > 0 ? changes[low - 1].shift : 0), 0)
  }
}
