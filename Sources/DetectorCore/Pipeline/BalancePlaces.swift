/// Where an alarm of an induction balance was loudest, and which alarms belong together.
///
/// A track tells places a little after the frames: a detection waits for the place of its peak, half a
/// second at the most. The low-pass delays a bump by its time constant, which is taken off. Detections with
/// a place gather into objects by `SurfaceMerger`; what is compared there is the body's phase at its first
/// two frequencies, lag first, as decays are of a pulse induction.
package struct BalancePlaces: ~Copyable {
  /// A detection that is not written yet.
  package struct Waiting: BitwiseCopyable, Sendable {
    /// The detection.
    package var event: DetectionEvent
    /// What stood out at its peak.
    package var response: BandVector
    /// When its peak was under the coil, microseconds.
    package var time: Int64
    /// Where that was, once it is known.
    package var place: PathFollower.Place?
  }

  /// A detection waits this long for its place, microseconds.
  package static let patience: Int64 = 500_000
  /// A track that is silent for longer is lost, microseconds.
  package static let longestSilence: Int64 = 2_000_000
  /// Counts to the merger's unit, so that its weights and deviations keep their digits.
  private static let scale: Int64 = 4_096

  /// The detection that waits.
  package private(set) var waiting: Waiting?
  /// Whether the track says that the coil moves; without one nobody knows.
  package private(set) var isMoving = false
  /// Whether a track that should be there is silent.
  package private(set) var isLost = false
  private var follower = PathFollower(intervalMicroseconds: 15_000)
  private var from: PathFollower.Place?
  private var newest: PathFollower.Place?
  private var grownArcQ8: Int64 = 0
  private var grownTime: Int64 = 0
  private var merger = SurfaceMerger()
  private var model: SoilModel
  private let hasTrack: Bool

  /// Makes one that has seen nothing.
  package init(settings: BalanceSettings) {
    hasTrack = settings.trackRateMicrohertz > 0
    model = SoilModel(prior: InlineArray<10, Int64>(repeating: 0), bandCount: BandVector.capacity)
    var noise = BandVector()
    let deviation = Int64(max(settings.configuration.noiseCounts, 1)) * Self.scale / 256
    // Variance in Q6.
    for band in 0..<BandVector.capacity { noise[band] = deviation * deviation * 64 }
    model.prepare(
      DecayDictionary(shapes: InlineArray<12, BandVector>(repeating: BandVector())), noise: noise)
  }

  /// What stands out at two frequencies as the merger compares it; a body lags, so its first band is
  /// positive.
  package static func response(_ first: Phasor, _ second: Phasor) -> BandVector {
    let rail: Int64 = 1 << 40
    var result = BandVector()
    result[0] = -max(-rail, min(rail, first.quadrature)) * scale
    result[1] = max(-rail, min(rail, first.inPhase)) * scale
    result[2] = -max(-rail, min(rail, second.quadrature)) * scale
    result[3] = max(-rail, min(rail, second.inPhase)) * scale
    return result.clamped
  }

  /// Takes a point of the track.
  package mutating func take(_ point: TrackPoint, timeMicroseconds time: Int64) {
    let held = DeviceTime.held(time)
    guard hasTrack, let place = follower.take(point, timeMicroseconds: held) else { return }
    isLost = false
    from = place.isFirst ? nil : newest
    newest = place
    watchWay(place)
    if var sought = waiting, sought.place == nil {
      sought.place = self.place(at: sought.time)
      waiting = sought
    }
  }

  /// The time of a frame has come; answers true when the track has just been lost.
  package mutating func pass(time: Int64) -> Bool {
    guard hasTrack, !isLost, time - (newest?.timeMicroseconds ?? 0) > Self.longestSilence else {
      return false
    }
    isLost = true
    isMoving = false
    return true
  }

  /// Half a second after the way last grew by 12 mm and more, the coil stands.
  private mutating func watchWay(_ place: PathFollower.Place) {
    if place.isFirst || place.arcQ8 > grownArcQ8 {
      grownArcQ8 = place.arcQ8
      grownTime = place.timeMicroseconds
      isMoving = !place.isFirst
    } else if place.timeMicroseconds - grownTime > Self.patience {
      isMoving = false
    }
  }

  /// Where the coil was at a time; nil until the track has come that far.
  package mutating func place(at time: Int64) -> PathFollower.Place? {
    guard let newest, newest.timeMicroseconds >= time else { return nil }
    guard let from else {
      return newest.timeMicroseconds - time < PathFollower.longestSilence ? newest : nil
    }
    let interval = max(newest.timeMicroseconds - from.timeMicroseconds, 1)
    let part = max(0, min(interval, time - from.timeMicroseconds))
    var place = newest
    place.eastQ8 = from.eastQ8 + (newest.eastQ8 - from.eastQ8) * part / interval
    place.northQ8 = from.northQ8 + (newest.northQ8 - from.northQ8) * part / interval
    place.arcQ8 = from.arcQ8 + (newest.arcQ8 - from.arcQ8) * part / interval
    return place
  }

  /// Lets a detection wait for its place.
  package mutating func wait(_ detection: Waiting) { waiting = detection }

  /// The detection that waited, if it has its place, or none will come: at once without a track.
  package mutating func ready(time: Int64, isEnd: Bool = false) -> Waiting? {
    guard var detection = waiting else { return nil }
    let isOver = isEnd || !hasTrack || isLost || time - detection.time > Self.patience
    guard detection.place != nil || isOver else { return nil }
    waiting = nil
    if hasTrack, detection.place == nil { detection.place = newest }
    if let place = detection.place {
      detection.event.finding?.position = Position(
        eastMillimetres: Int32(clamping: place.eastQ8.dividedToNearest(by: 256)),
        northMillimetres: Int32(clamping: place.northQ8.dividedToNearest(by: 256)))
    }
    return detection
  }

  /// Takes a detection that has its id; answers the object that had to give way, if any.
  package mutating func gather(_ detection: Waiting, id: UInt32) -> DetectionEvent? {
    guard let place = detection.place else { return nil }
    var event = detection.event
    event.id = id
    return merger.take(
      SurfaceMember(
        event: event, response: detection.response, eastMillimetres: place.eastQ8 / 256,
        northMillimetres: place.northQ8 / 256, arcQ8: place.arcQ8),
      model: model)
  }

  /// The next object that lies behind the coil.
  package mutating func passed() -> DetectionEvent? {
    guard let newest else { return nil }
    return merger.pass(
      eastMillimetres: newest.eastQ8 / 256, northMillimetres: newest.northQ8 / 256,
      arcQ8: newest.arcQ8)
  }

  /// At the end: the next object that is open.
  package mutating func drain() -> DetectionEvent? { merger.drain() }
}
