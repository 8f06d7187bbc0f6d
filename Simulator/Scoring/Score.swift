public import DetectorCore

/// An object and what found it.
public struct Finding: Equatable, Sendable {
  /// What lies there.
  public let object: BuriedObject
  /// The first alarm on it; none where it was missed.
  public internal(set) var alarm: Alarm?
  /// From its middle to that alarm, metres.
  public internal(set) var errorMetres: Double?
  /// The strongest alarm on it, peak over threshold in hundredths.
  public internal(set) var strongestHundredths: Int32?
  /// The highest statistic within its halo, in standard deviations, whether it alarmed or not.
  public internal(set) var peakStatistic: Double?

  init(object: BuriedObject) { self.object = object }

  /// Whether anything found it.
  public var isHit: Bool { alarm != nil }
}

/// What became of a list of alarms.
public struct MatchedAlarms: Equatable, Sendable {
  /// Every object, in the order of the truth.
  public internal(set) var findings: [Finding] = []
  /// Alarms outside every halo.
  public internal(set) var falseAlarms: [Alarm] = []
  /// Alarms on what had been found already, which count for nothing.
  public internal(set) var repeated = 0
  /// Alarms on what is known to be harmless.
  public internal(set) var clutterAlarms = 0
  /// All alarms.
  public internal(set) var alarmCount: Int

  init(alarmCount: Int) { self.alarmCount = alarmCount }

  /// What is no clutter, and so a hazard.
  public var hazards: [Finding] { findings.filter { !$0.object.isClutter } }
  /// Objects that were found.
  public var hits: Int { findings.count(where: \.isHit) }
  /// Objects that were not.
  public var misses: [BuriedObject] { findings.filter { !$0.isHit }.map(\.object) }
  /// False alarms as a clearer counts them who digs up clutter too: outside the halo of every hazard.
  public var falseWithClutter: Int { falseAlarms.count + clutterAlarms }
}

/// How a run scored, with the blind comb beside it.
public struct Score: Equatable, Sendable {
  /// Name of the lane.
  public private(set) var name: String
  /// What became of the alarms.
  public private(set) var result: MatchedAlarms
  /// What became of as many alarms spread evenly.
  public let comb: MatchedAlarms
  /// Length of the way.
  public let pathMetres: Double
  /// Length of the way outside every halo, where alone an alarm can be false.
  public let clearMetres: Double
  /// The ground that a coil swept; none for a radar, whose alarms are counted by the metre.
  public let ground: SweptGround?
  /// What was heard on the way; none for a radar, and for events without levels.
  public private(set) var heard: HeardScore?

  /// Makes a score.
  public init(
    name: String, result: MatchedAlarms, comb: MatchedAlarms, pathMetres: Double,
    clearMetres: Double, ground: SweptGround? = nil, heard: HeardScore? = nil
  ) {
    self.name = name
    self.result = result
    self.comb = comb
    self.pathMetres = pathMetres
    self.clearMetres = clearMetres
    self.ground = ground
    self.heard = heard
  }

  /// Several lanes as one.
  public static func total(_ scores: [Score]) -> Score {
    Score(
      name: "total", result: total(scores.map(\.result)), comb: total(scores.map(\.comb)),
      pathMetres: scores.reduce(0) { $0 + $1.pathMetres },
      clearMetres: scores.reduce(0) { $0 + $1.clearMetres },
      ground: SweptGround.total(scores.compactMap(\.ground)), heard: totalHeard(scores))
  }

  /// The same under another name.
  public func named(_ name: String) -> Score {
    var score = self
    score.name = name
    return score
  }

  /// The same with what was heard.
  public func with(heard: HeardScore) -> Score {
    var score = self
    score.heard = heard
    return score
  }

  /// The same with the highest statistic that stood within the halo of each object.
  public func with(peaks: [Double?]) -> Score {
    var score = self
    for index in score.result.findings.indices where index < peaks.count {
      score.result.findings[index].peakStatistic = peaks[index]
    }
    return score
  }

  /// Hazards found and lying there.
  public var hazards: FoundCount { FoundCount(result.hazards) }
  /// Hazards that the blind comb finds.
  public var combHazards: FoundCount { FoundCount(comb.hazards) }
  /// Hazards by depth; bands in which one lies only. What has no known depth stands in none.
  public var byDepth: [(band: DepthBand, found: FoundCount)] {
    DepthBand.allCases.compactMap { band in
      let findings = result.hazards.filter {
        $0.object.depthMetres.map(DepthBand.init(metres:)) == band
      }
      return findings.isEmpty ? nil : (band, FoundCount(findings))
    }
  }
  /// Alarms on objects to an object that was found: 1 where every object is one alarm.
  public var alarmsPerObject: Double? {
    result.hits > 0 ? Double(result.hits + result.repeated) / Double(result.hits) : nil
  }

  /// Objects that lie there.
  public var objectCount: Int { result.findings.count }
  /// False alarms to a metre outside halos; none where there is no such metre.
  public var falsePerMetre: Double? {
    clearMetres > 0 ? Double(result.falseAlarms.count) / clearMetres : nil
  }
  /// Mean distance from an object to the alarm that found it.
  public var meanErrorMetres: Double? {
    let errors = result.findings.compactMap(\.errorMetres)
    return errors.isEmpty ? nil : errors.reduce(0, +) / Double(errors.count)
  }
  /// Where the probability of detection lies, 95 %.
  public var detectionBounds: ExactBounds {
    .proportion(hits: result.hits, of: objectCount)
  }
  /// Where the expected number of false alarms on such a way lies, 95 %.
  public var falseAlarmBounds: ExactBounds { .count(result.falseAlarms.count) }
  /// Found and lying there, by class, in the order of the classes; classes that lie there only.
  public var byClass: [(targetClass: TargetClass, hits: Int, count: Int)] {
    Self.classes.compactMap { targetClass in
      let findings = result.findings.filter { $0.object.targetClass == targetClass }
      guard !findings.isEmpty else { return nil }
      return (targetClass, findings.count(where: \.isHit), findings.count)
    }
  }

  private static let classes: [TargetClass] = [
    .antiTankMine, .antiPersonnelMine, .uxo, .unknown, .clutter,
  ]

  /// What was heard on all of them; none where one was not listened to.
  private static func totalHeard(_ scores: [Score]) -> HeardScore? {
    let known = scores.compactMap(\.heard)
    return known.count == scores.count ? HeardScore.total(known) : nil
  }

  private static func total(_ parts: [MatchedAlarms]) -> MatchedAlarms {
    var sum = MatchedAlarms(alarmCount: 0)
    for part in parts {
      sum.findings += part.findings
      sum.falseAlarms += part.falseAlarms
      sum.repeated += part.repeated
      sum.clutterAlarms += part.clutterAlarms
      sum.alarmCount += part.alarmCount
    }
    return sum
  }
}
