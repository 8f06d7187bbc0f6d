/// What the decay and the width of a detection say of it.
package struct DecayFeatures: BitwiseCopyable, Sendable {
  /// Time constant between the second and the third band, ns; `nil` where a band is in the noise.
  package var earlyNanoseconds: Int64?
  /// Time constant between the two last bands, ns; `nil` where a band is in the noise.
  package var lateNanoseconds: Int64?
  /// The last band, nV.
  package var lateNanovolts: Int64 = 0
  /// Width along the way, millimetres.
  package var widthMillimetres: Int64 = 0
  /// Statistic over threshold, hundredths.
  package var strengthHundredths: Int64 = 100

  package init() {}
}

/// What a detection is called, and by which rule.
package struct Verdict: BitwiseCopyable, Sendable {
  /// The class; it describes and ranks, and never silences.
  package var targetClass = TargetClass.unknown
  /// 0 … 99.
  package var confidenceHundredths: Int64 = 0
  /// What to do.
  package var action = EventAction.investigate
  /// The rule.
  package var rule = DecisionRule.metal
}

/// Names what physics lets be named, and leaves the rest unknown, which is a hazard.
///
/// Large steel alone parts from everything else by its decay: its time constant grows from early to late
/// bands and stays above 60 µs, at an amplitude that no fragment has. Caps, fragments, rings and cans
/// have look-alikes that a decay cannot part: they are unknown by rule.
package enum ThresholdClassifier {
  /// Late time constant from which on much steel is meant, ns.
  package static let slowNanoseconds: Int64 = 60_000
  /// Amplitude of the last band from which on it is much, nV.
  package static let largeNanovolts: Int64 = 20_000

  /// Judges features.
  package static func judge(_ features: DecayFeatures) -> Verdict {
    var verdict = Verdict()
    let strength = max(features.strengthHundredths, 100)
    verdict.confidenceHundredths = min(100 - 5_000 / strength, 99)
    guard let late = features.lateNanoseconds, let early = features.earlyNanoseconds else {
      return verdict
    }
    guard late >= slowNanoseconds, late > early, features.lateNanovolts >= largeNanovolts else {
      return verdict
    }
    verdict.targetClass = features.widthMillimetres >= 400 ? .antiTankMine : .uxo
    verdict.confidenceHundredths = min(verdict.confidenceHundredths, 60)
    verdict.action = .dig
    verdict.rule = .largeSlowDecay
    return verdict
  }
}
