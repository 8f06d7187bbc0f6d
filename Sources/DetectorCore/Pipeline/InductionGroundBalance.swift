extension InductionPipeline {
  /// The ratios of the ground channels that are in force: those of theory, or those learnt by pumping.
  public var groundRatios: GroundRatios { GroundRatios(shape: ground) }

  /// Whether a ground balance is under way.
  public var isBalancing: Bool { balance != nil }

  /// Begins to learn the ground from the frames that follow, while the coil is pumped over one spot.
  ///
  /// Alarms go on meanwhile: over a mine the level sounds as ever. A balance that was begun before is
  /// given up.
  public mutating func beginGroundBalance() {
    balance = GroundBalance(
      family: settings.soils(), theory: settings.soil, bandCount: settings.bandCount,
      outputMicroseconds: settings.outputMicroseconds)
  }

  /// Ends the ground balance of one spot.
  ///
  /// Nothing is learnt from one spot: the first that passes for ground is answered with `secondSpot`, and
  /// the next that agrees with it with `learnt`.
  /// In either case what the chain made of the pumping is forgotten: it begins anew with the ratios that
  /// the verdict leaves in force, and its levels are `settling` until there is ground behind the coil.
  /// Whoever asks sounds a refusal and shows its words.
  public mutating func endGroundBalance() -> GroundVerdict {
    guard let pumped = balance else { return .refused(.notBegun) }
    balance = nil
    let verdict = judge(pumped.verdict())
    detector.restart(ground: ground)
    level.restart(ground: ground)
    return verdict
  }

  /// Does what the operator asked before the frame of a number; how a balance ended goes to the sink.
  public mutating func carryOut<Sink: EventSink & ~Copyable>(
    _ orders: BalanceOrders, before sequence: Int64, into sink: inout Sink
  ) throws(Sink.Failure) {
    if orders.ends { try sink.balanced(.ratios(endGroundBalance()), before: sequence) }
    if orders.begins { beginGroundBalance() }
  }

  private mutating func judge(_ fit: GroundFit) -> GroundVerdict {
    switch fit {
    case .refused(let reason): return .refused(reason)
    case .ground(let found):
      var spot = found
      spot.eastMillimetres = (way.newest?.eastQ8 ?? 0) / 256
      spot.northMillimetres = (way.newest?.northQ8 ?? 0) / 256
      let (shape, refusal) = spots.take(
        spot, bandCount: settings.bandCount, hasTrack: limits.hasTrack && way.newest != nil)
      guard let shape else { return .refused(refusal) }
      ground = shape
      return .learnt(groundRatios)
    }
  }
}
