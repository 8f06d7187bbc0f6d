/// What an operator would have heard on a run: bodies at their place, and sound where nothing lies.
///
/// - **Heard** is a body within whose radius + 0.10 m the level reaches 1 on some pass; *by chance* is the
///   same with the level shifted along the lane, the mean of 100 shifts.
/// - **Outside** are frames outside every audible zone and outside the halo of every body. *Sounding* is the
///   share of them at which the level reaches 1; *false cells* are those cells of 0.25 m in which it does, of
///   all that were visited outside.
public struct HeardScore: Equatable, Sendable {
  /// Every body, in the order of the truth.
  public var bodies: [HeardBody]
  /// The sound where nothing lies; none where nobody knows what can be heard where.
  public var outside: OutsideSound?

  /// Makes a score.
  public init(bodies: [HeardBody], outside: OutsideSound?) {
    self.bodies = bodies
    self.outside = outside
  }

  /// Levels at which the curve is told, Q8.8: 256 is where an alarm begins.
  public static let stepsQ8: [UInt16] = [
    64, 128, 192, 224, 256, 288, 320, 384, 512, 768, 1_024, 2_048,
  ]
  /// Which of the steps is the level at which an alarm begins.
  static let alarmStep = 4

  /// Several runs as one; frames and cells are added up. What is not known of one is not known of all.
  public static func total(_ parts: [HeardScore]) -> HeardScore? {
    guard !parts.isEmpty else { return nil }
    let known = parts.compactMap(\.outside)
    return HeardScore(
      bodies: parts.flatMap(\.bodies),
      outside: known.count == parts.count ? OutsideSound.total(known) : nil)
  }

  /// What is no clutter, and so a hazard.
  public var hazards: [HeardBody] { bodies.filter { !$0.object.isClutter } }
  /// Hazards heard and lying there.
  public var heard: FoundCount { Self.count(hazards) }
  /// Metal that is known to be harmless, heard and lying there: whoever clears must hear it too.
  public var heardClutter: FoundCount { Self.count(bodies.filter(\.object.isClutter)) }
  /// Hazards that would be heard by chance.
  public var byChance: Double { hazards.reduce(0) { $0 + $1.chance } }
  /// Hazards heard on the first pass over their place.
  public var heardAtOnce: Int { hazards.count { $0.first?.pass == 1 } }
  /// Hazards that are quieter among others than alone, by more than `quieterThan`, of those of which both
  /// are known and that are heard alone.
  public var quieter: FoundCount {
    let pairs = hazards.compactMap(\.companyRatio)
    return FoundCount(hits: pairs.count { $0 < Self.quieterThan }, count: pairs.count)
  }

  /// No body may be quieter in company than this much of what it is alone.
  public static let quieterThan = 0.8

  /// The middle of the times from reach to sound of the hazards that are heard, seconds.
  public var medianSeconds: Double? { Self.median(hazards.compactMap { $0.first?.seconds }) }
  /// The middle of the ways from reach to sound, metres.
  public var medianMetres: Double? { Self.median(hazards.compactMap { $0.first?.metres }) }

  /// The latest first sound of all hazards that are heard, seconds.
  public var latestSeconds: Double? { hazards.compactMap { $0.first?.seconds }.max() }
  /// The longest way to one, metres.
  public var latestMetres: Double? { hazards.compactMap { $0.first?.metres }.max() }

  /// What a threshold at a multiple of the one in force would give, of this run's levels.
  public var curve: [HeardPoint] {
    Self.stepsQ8.enumerated().map { place, step in
      HeardPoint(
        level: Double(step) / 256, heard: hazards.count { $0.peakQ8 >= step },
        soundingFrames: outside?.soundingFrames[place],
        falseCells: outside?.soundingCells[place])
    }
  }

  private static func count(_ bodies: [HeardBody]) -> FoundCount {
    FoundCount(hits: bodies.count(where: \.isHeard), count: bodies.count)
  }

  private static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count & 1 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  }
}

/// One body and what was heard of it.
public struct HeardBody: Equatable, Sendable {
  /// What lies there.
  public var object: BuriedObject
  /// The highest level within its halo, Q8.8.
  public var peakQ8: UInt16
  /// When and where it was first heard; none where it was not.
  public var first: FirstSound?
  /// Times that the coil went through its halo.
  public var passes: Int
  /// The share of the shifts at which it would have been heard.
  public var chance: Double
  /// The highest level within its halo in the same lane without all other bodies, Q8.8, if it is known.
  public var aloneQ8: UInt16?

  /// Whether it was heard.
  public var isHeard: Bool { first != nil }
  /// Its level among others over that alone; none where that is not known or is not heard.
  public var companyRatio: Double? {
    guard let aloneQ8, aloneQ8 >= 256 else { return nil }
    return Double(peakQ8) / Double(aloneQ8)
  }
}

/// The first sound over a body.
public struct FirstSound: Equatable, Sendable {
  /// On which pass through the halo; the first is 1.
  public var pass: Int
  /// From where the coil came into the halo on that pass, seconds.
  public var seconds: Double
  /// The same in a straight line over the ground, metres.
  public var metres: Double
}

/// Sound outside every zone and halo; arrays go by the steps of `HeardScore`.
public struct OutsideSound: Equatable, Sendable {
  /// Frames outside.
  public var frames = 0
  /// Frames outside at which the level reaches each step.
  public var soundingFrames = [Int](repeating: 0, count: HeardScore.stepsQ8.count)
  /// Runs of frames outside at which the level reaches 1 without a pause.
  public var sounds = 0
  /// Cells visited outside.
  public var cells = 0
  /// Cells in which the level reaches each step.
  public var soundingCells = [Int](repeating: 0, count: HeardScore.stepsQ8.count)

  /// Side of a cell, metres.
  public static let cellMetres = 0.25

  /// Starts with nothing.
  public init() {}

  /// The share of frames outside at which an alarm sounds; none where there is no such frame.
  public var share: Double? {
    frames > 0 ? Double(soundingFrames[HeardScore.alarmStep]) / Double(frames) : nil
  }
  /// Cells that are false, over the ground of all cells outside.
  public var falseCells: FalseRate {
    FalseRate(count: soundingCells[HeardScore.alarmStep], extent: squareMetres)
  }
  /// The ground of the cells outside, square metres.
  public var squareMetres: Double { Double(cells) * Self.cellMetres * Self.cellMetres }

  static func total(_ parts: [OutsideSound]) -> OutsideSound {
    parts.reduce(into: OutsideSound()) { sum, part in
      sum.frames += part.frames
      sum.sounds += part.sounds
      sum.cells += part.cells
      for step in HeardScore.stepsQ8.indices {
        sum.soundingFrames[step] += part.soundingFrames[step]
        sum.soundingCells[step] += part.soundingCells[step]
      }
    }
  }
}

/// One working point of the level.
public struct HeardPoint: Equatable, Sendable {
  /// Threshold in units of the one in force.
  public var level: Double
  /// Hazards that reach it.
  public var heard: Int
  /// Frames outside that reach it, if it is known what lies outside.
  public var soundingFrames: Int?
  /// Cells outside that reach it.
  public var falseCells: Int?
}
