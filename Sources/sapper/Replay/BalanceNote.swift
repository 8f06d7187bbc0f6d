import DetectorCore

/// How a ground balance of a recording came out, as a line to the person who replays it.
enum BalanceNote {
  /// `ground balance at 12.4 s: learnt: k12=2.104 k13=5.201 k24=5.977`
  static func text(
    _ outcome: GroundOutcome, before sequence: Int64, rateMicrohertz: Int64
  ) -> String {
    let time = DeviceTime.microseconds(ofSequence: sequence, rateMicrohertz: rateMicrohertz)
    let opening = "ground balance at \(Text.fixed(time, decimals: 6, shown: 1)) s: "
    switch outcome {
    case .phase(nil):
      return opening + "the ground's phase is learnt"
    case .phase(let reason?):
      return opening + "refused: \(reason.words)"
    case .ratios(.learnt(let ratios)):
      return opening + "learnt: k12=\(ratio(ratios.k12Q16)) k13=\(ratio(ratios.k13Q16)) "
        + "k24=\(ratio(ratios.k24Q16))"
    case .ratios(.refused(.secondSpot)):
      return opening + "not yet: \(GroundRefusal.secondSpot.words)"
    case .ratios(.refused(let reason)):
      return opening + "refused: \(reason.words)"
    }
  }

  private static func ratio(_ valueQ16: Int64) -> String {
    Text.fixed(valueQ16 * 1_000 / 65_536, decimals: 3, shown: 3)
  }
}
