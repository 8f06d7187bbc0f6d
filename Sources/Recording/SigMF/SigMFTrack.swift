public import DetectorCore
import Journal

/// Where the coil or the antenna was, at any instant of the sweep.
public struct SigMFTrack: Sendable {
  /// One place, in millimetres.
  public typealias Point = TrackPoint

  /// Positions at the most: 23 hours at 50 a second.
  public static let maximumCount = 1 << 22
  /// One microhertz and one microsecond make this part of a position.
  private static let ticksPerPosition: Int128 = 1_000_000_000_000

  /// The positions in the order of the file.
  public let points: [Point]
  /// Positions a second, millionths.
  public let rateMicrohertz: Int64
  private let captures: [SigMFCapture]

  /// Reads the track of an opened recording.
  public init(_ recording: SigMFRecording) throws(RecordingError) {
    guard case .track = recording.global.stream.contents else {
      throw .sensor(of: recording, expected: "track")
    }
    guard recording.sampleCount <= Self.maximumCount else {
      throw RecordingError(
        .refused, file: recording.dataPath, field: "size",
        found: "\(recording.sampleCount) positions", expected: "at most \(Self.maximumCount)")
    }
    var samples = try SigMFSamples(recording)
    var points: [Point] = []
    points.reserveCapacity(Int(recording.sampleCount))
    var block = [Int32](repeating: 0, count: 4 * 1_024)
    while true {
      var span = block.mutableSpan
      let count = try samples.read(into: &span).count
      if count == 0 { break }
      for row in 0..<count {
        points.append(
          Point(
            eastMillimetres: block[4 * row], northMillimetres: block[4 * row + 1],
            heightMillimetres: block[4 * row + 2], quality: block[4 * row + 3]))
      }
    }
    self.points = points
    rateMicrohertz = recording.global.stream.rateMicrohertz
    captures = recording.captures
  }

  /// Where it was at a device time, on the straight line between the positions before and after.
  ///
  /// Rounds to the nearest millimetre, half up; the quality is the lesser of the two. `nil` inside a gap
  /// and more than one position's time before the first or after the last.
  public func point(atMicroseconds time: Int64) -> Point? {
    let ticks = Int128(time) * Int128(rateMicrohertz)
    var sequence = ticks / Self.ticksPerPosition
    var part = ticks % Self.ticksPerPosition
    if part < 0 {
      part += Self.ticksPerPosition
      sequence -= 1
    }
    guard let sequence = Int64(exactly: sequence) else { return nil }
    let before = index(ofSequence: sequence)
    if part == 0, let before { return points[before] }
    let after = sequence < .max ? index(ofSequence: sequence + 1) : nil
    switch (before, after) {
    case (let before?, let after?):
      return Self.between(points[before], points[after], part)
    case (nil, 0?): return points[0]
    case (let before?, nil) where before == points.count - 1: return points[before]
    default: return nil
    }
  }

  /// The position in the file with this number of the device; `nil` where it was lost.
  private func index(ofSequence sequence: Int64) -> Int? {
    for (place, capture) in captures.enumerated() {
      let end = place + 1 < captures.count ? captures[place + 1].sampleStart : Int64(points.count)
      let offset = sequence.subtractingReportingOverflow(capture.globalIndex)
      if !offset.overflow, (0..<end - capture.sampleStart).contains(offset.partialValue) {
        return Int(capture.sampleStart + offset.partialValue)
      }
    }
    return nil
  }

  private static func between(_ before: Point, _ after: Point, _ part: Int128) -> Point {
    func mixed(_ first: Int32, _ second: Int32) -> Int32 {
      let sum = Int128(first) * (ticksPerPosition - part) + Int128(second) * part
      let shifted = sum + ticksPerPosition / 2
      let quotient = shifted / ticksPerPosition
      let isBelow = shifted % ticksPerPosition < 0
      return Int32(clamping: isBelow ? quotient - 1 : quotient)
    }
    return Point(
      eastMillimetres: mixed(before.eastMillimetres, after.eastMillimetres),
      northMillimetres: mixed(before.northMillimetres, after.northMillimetres),
      heightMillimetres: mixed(before.heightMillimetres, after.heightMillimetres),
      quality: min(before.quality, after.quality))
  }
}
