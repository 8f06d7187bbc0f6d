public import Recording

/// Compares what sounded with what lies in the ground and with where that can be heard.
public struct HeardScorer: Sendable {
  /// What lies there.
  public let truth: [BuriedObject]
  /// Where some body can be heard; none where that is not known.
  public let zones: AudibleZones?
  /// Frames a second.
  public let frameRate: Double

  /// Shifts of the level along the lane.
  public static let shifts = 100

  /// Takes the truth of a lane.
  public init(truth: [BuriedObject], zones: AudibleZones?, frameRate: Double) {
    self.truth = truth
    self.zones = zones
    self.frameRate = frameRate
  }

  /// Scores the levels of a run; `place` gives where the coil was at a frame of the device.
  ///
  /// A frame without a place is neither over a body nor outside.
  public func score(_ trail: LevelTrail, place: (Int64) -> GroundPoint?) -> HeardScore {
    var places: [GroundPoint?] = []
    places.reserveCapacity(trail.levels.count)
    for sequence in trail.sequences { places.append(place(sequence)) }
    let isOn = trail.levels.map { $0 >= HeardScore.stepsQ8[HeardScore.alarmStep] }
    var isNear = [Bool](repeating: false, count: places.count)
    let bodies = truth.map { object in
      let inside = places.indices.filter { index in
        places[index].map { $0.distance(to: object.point) <= object.haloMetres } ?? false
      }
      for index in inside { isNear[index] = true }
      return body(object, inside: inside, trail, places, isOn)
    }
    return HeardScore(
      bodies: bodies, outside: zones.map { outside($0, trail, places, isNear: isNear) })
  }

  private func body(
    _ object: BuriedObject, inside: [Int], _ trail: LevelTrail, _ places: [GroundPoint?],
    _ isOn: [Bool]
  ) -> HeardBody {
    var body = HeardBody(object: object, peakQ8: 0, passes: 0, chance: 0)
    var entry = 0
    for (order, index) in inside.enumerated() {
      if order == 0 || inside[order - 1] != index - 1 {
        body.passes += 1
        entry = index
      }
      body.peakQ8 = max(body.peakQ8, trail.levels[index])
      guard isOn[index], body.first == nil, let here = places[index], let start = places[entry]
      else { continue }
      let frames = trail.sequences[index] - trail.sequences[entry]
      body.first = FirstSound(
        pass: body.passes, seconds: Double(frames) / frameRate, metres: here.distance(to: start))
    }
    body.chance = chance(inside, isOn)
    return body
  }

  /// The share of shifts at which some frame of `inside` sounds: by (s + 1/2)/100 of the lane, round its end.
  private func chance(_ inside: [Int], _ isOn: [Bool]) -> Double {
    guard !inside.isEmpty else { return 0 }
    let count = isOn.count
    let hits = (0..<Self.shifts).count { number in
      let shift = (2 * number + 1) * count / (2 * Self.shifts)
      return inside.contains { index in
        isOn[index >= shift ? index - shift : index - shift + count]
      }
    }
    return Double(hits) / Double(Self.shifts)
  }

  private func outside(
    _ zones: AudibleZones, _ trail: LevelTrail, _ places: [GroundPoint?], isNear: [Bool]
  ) -> OutsideSound {
    var sound = OutsideSound()
    var cells: [Cell: UInt16] = [:]
    var wasSounding = false
    for (index, level) in trail.levels.enumerated() {
      guard !isNear[index], let place = places[index], !zones.contains(trail.sequences[index])
      else {
        wasSounding = false
        continue
      }
      sound.frames += 1
      for (step, threshold) in HeardScore.stepsQ8.enumerated() where level >= threshold {
        sound.soundingFrames[step] += 1
      }
      let isSounding = level >= HeardScore.stepsQ8[HeardScore.alarmStep]
      if isSounding && !wasSounding { sound.sounds += 1 }
      wasSounding = isSounding
      cells[Cell(place), default: 0] = max(cells[Cell(place), default: 0], level)
    }
    sound.cells = cells.count
    for level in cells.values {
      for (step, threshold) in HeardScore.stepsQ8.enumerated() where level >= threshold {
        sound.soundingCells[step] += 1
      }
    }
    return sound
  }

  /// A square of the ground.
  private struct Cell: Hashable {
    let column: Int
    let row: Int

    init(_ place: GroundPoint) {
      column = Int((place.east / OutsideSound.cellMetres).rounded(.down))
      row = Int((place.north / OutsideSound.cellMetres).rounded(.down))
    }
  }
}
