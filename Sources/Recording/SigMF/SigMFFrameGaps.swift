import DetectorCore
import Journal

/// Streams that were written a row a frame, beside the frames of an induction stream.
extension SigMFRecording {
  /// The recording with the gaps of the induction frames in it, where it has their rate: a frame that never
  /// came brought no position and no housekeeping either.
  func joiningFrames(of collectionPath: String, events: SigMFEvents) -> SigMFRecording {
    guard let frames = try? SigMFRecording(opening: collectionPath + "-induction"),
      frames.global.stream.rateMicrohertz == global.stream.rateMicrohertz
    else { return self }
    let told = frames.joiningGaps(events.gaps(of: .induction))
    return joiningNumbers(told.missingNumbers)
  }

  /// The numbers of the device that lie between two captures.
  private var missingNumbers: [Range<Int64>] {
    zip(captures, captures.dropFirst()).compactMap { before, after in
      let end = before.globalIndex + after.sampleStart - before.sampleStart
      return end < after.globalIndex ? end..<after.globalIndex : nil
    }
  }

  /// The gaps that lie within a segment, as gaps at its samples.
  private func joiningNumbers(_ missing: [Range<Int64>]) -> SigMFRecording {
    var joined = captures
    for numbers in missing {
      guard let place = joined.lastIndex(where: { $0.globalIndex <= numbers.lowerBound }) else {
        continue
      }
      let end = place + 1 < joined.count ? joined[place + 1].sampleStart : sampleCount
      let start = joined[place].sampleStart + numbers.lowerBound - joined[place].globalIndex
      guard start < end, start > joined[place].sampleStart else { continue }
      joined.insert(
        SigMFCapture(sampleStart: start, globalIndex: numbers.upperBound), at: place + 1)
    }
    return joining(joined)
  }
}
