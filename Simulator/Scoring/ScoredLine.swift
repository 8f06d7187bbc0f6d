public import DetectorCore
public import Recording

/// What a recording says that a score needs: its truth and its way, in one pair of axes.
public struct ScoredLine: Equatable, Sendable {
  /// What lies there.
  public var truth: [BuriedObject]
  /// The way over it.
  public var path: SweptPath
  /// Whether places are positions on a track; else they are distances along the line.
  public var hasTrack: Bool

  /// The ground that a coil swept on it; none for a radar.
  public var area: SweptArea?

  /// Makes a line.
  public init(truth: [BuriedObject], path: SweptPath, hasTrack: Bool, area: SweptArea? = nil) {
    self.truth = truth
    self.path = path
    self.hasTrack = hasTrack
    self.area = area
  }

  /// The truth of a coil's recording on its track, and the ground within `coilRadiusMetres` of it.
  ///
  /// What has no position is no truth here: a coil sees it from many places.
  public init(
    annotations: [RecordingAnnotation], track: [GroundPoint], coilRadiusMetres: Double
  ) {
    let truth = annotations.filter { $0.kind == .truth }.compactMap { annotation in
      annotation.positionMetres.map {
        Self.object(annotation, at: GroundPoint(east: $0.east, north: $0.north))
      }
    }
    self.init(
      truth: truth, path: SweptPath(track: track), hasTrack: true,
      area: SweptArea(track: track, radiusMetres: coilRadiusMetres))
  }

  /// A line over truth that is given by its distances.
  public init(truth: [BuriedObject], metres: Double) {
    self.init(truth: truth, path: SweptPath(metres: metres), hasTrack: false)
  }

  /// The truth of a recording on its track: `track` gives the place of a trace.
  ///
  /// An object without a position lies where the middle of its annotation does.
  public init(
    annotations: [RecordingAnnotation], traceCount: Int64, track: (Int64) -> GroundPoint?
  ) {
    let truth = annotations.filter { $0.kind == .truth }.compactMap { annotation in
      let said = annotation.positionMetres.map { GroundPoint(east: $0.east, north: $0.north) }
      return (said ?? track(Self.middle(annotation))).map { Self.object(annotation, at: $0) }
    }
    let points = (0..<max(traceCount, 0)).compactMap(track)
    self.init(truth: truth, path: SweptPath(track: points), hasTrack: true)
  }

  /// The truth of a recording without a track: an object lies where the middle of its annotation does.
  public init(
    annotations: [RecordingAnnotation], traceCount: Int64, spacingMetres: Double
  ) {
    let truth = annotations.filter { $0.kind == .truth }.map { annotation in
      let metres = Double(Self.middle(annotation)) * spacingMetres
      return Self.object(annotation, at: GroundPoint(along: metres))
    }
    self.init(truth: truth, metres: Double(max(traceCount - 1, 0)) * spacingMetres)
  }

  /// Scores the events of a run.
  public func score(_ events: [DetectionEvent], name: String) -> Score {
    Scorer(truth: truth, path: path, area: area).score(
      Alarm.scored(in: events, hasTrack: hasTrack), name: name)
  }

  private static func middle(_ annotation: RecordingAnnotation) -> Int64 {
    annotation.sampleStart + (max(annotation.sampleCount, 1) - 1) / 2
  }

  private static func object(
    _ annotation: RecordingAnnotation, at point: GroundPoint
  ) -> BuriedObject {
    BuriedObject(
      name: annotation.object ?? annotation.label, targetClass: annotation.targetClass ?? .unknown,
      point: point, depthMetres: annotation.depthMetres, radiusMetres: annotation.radiusMetres ?? 0)
  }
}
