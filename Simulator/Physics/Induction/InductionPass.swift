/// Straight passes over one body, in the air or over soil: what detection heights and blind spots are
/// measured with.
package struct InductionPass: Sendable {
  /// The body.
  package var target: InductionTarget
  /// Coil over the surface, metres; in the air, coil to the top of the body when it is not buried.
  package var heightMetres: Double
  /// Surface to the top of the body, metres.
  package var depthMetres = 0.0
  /// Speed, m/s.
  package var speed: Double
  /// How steeply the body's axis stands, degrees; 90 stands, 0 lies.
  package var pitchDegrees = 90.0
  /// Where the axis points, degrees; 0 is along the pass, 90 across it.
  package var headingDegrees = 0.0
  /// How far beside the coil's middle the body passes, metres.
  package var asideMetres = 0.0
  /// The coil.
  package var instrument = InductionInstrument()
  /// The ground; the air unless said otherwise.
  package var ground = InductionGround.air
  /// What disturbs the coil.
  package var noise = InductionNoise()
  /// What every random number grows from.
  package var seed: UInt64 = 1
  /// Passes, to and fro.
  package var passes = 1
  /// What lies on both sides of the body, metres.
  package var leadMetres = 1.5
  /// How long the coil is held still at first, seconds.
  package var stillSeconds = 0.0

  /// Makes one pass in the air.
  package init(over target: InductionTarget, heightMetres: Double, speed: Double) {
    self.target = target
    self.heightMetres = heightMetres
    self.speed = speed
  }

  /// The scene of the passes; the body lies at east 0.
  package var scene: InductionScene {
    let start = InductionSweep.Place(east: -leadMetres, north: 0)
    let end = InductionSweep.Place(east: leadMetres, north: 0)
    var sweep = InductionSweep.even(from: start, to: end, speed: speed, heightMetres: heightMetres)
    sweep.stretches = (0..<max(passes, 1)).map { pass in
      pass & 1 == 0 ? .line(from: start, to: end) : .line(from: end, to: start)
    }
    if stillSeconds > 0 {
      // A line of one step brings the coil to the start, where it then waits.
      let near = InductionSweep.Place(east: -leadMetres + 1e-6, north: 0)
      sweep.stretches.insert(
        contentsOf: [.line(from: start, to: near), .still(seconds: stillSeconds)], at: 0)
    }
    var scene = InductionScene(name: "pass", seed: seed, sweep: sweep)
    scene.instrument = instrument
    scene.ground = ground
    scene.noise = noise
    scene.targets = [
      BuriedTarget(
        target, east: 0, north: asideMetres, depthMetres: depthMetres, pitchDegrees: pitchDegrees,
        headingDegrees: headingDegrees)
    ]
    return scene
  }

  /// The body's voltages in all gates without noise and soil, every `stepMetres` of the pass.
  package func profile(stepMetres: Double = 0.005) -> [[Double]] {
    var still = scene
    still.ground = .air
    let path = SweepPath(
      InductionSweep.even(
        from: .init(east: 0, north: 0), to: .init(east: 0.001, north: 0), speed: 1,
        heightMetres: heightMetres), seed: seed)
    let signal = InductionSignal(still, path: path)
    return (0...Int(2 * leadMetres / stepMetres)).map { index in
      var gates = [Double](repeating: 0, count: signal.gateCount)
      signal.add(
        at: SweepPath.Pose(
          east: -leadMetres + Double(index) * stepMetres, north: 0, height: heightMetres),
        to: &gates, from: 0)
      return gates
    }
  }

  /// The largest voltage of each gate in the profile.
  package var peaks: [Double] {
    profile().reduce([Double](repeating: 0, count: instrument.channelCount)) { peaks, gates in
      zip(peaks, gates).map { max($0, $1) }
    }
  }
}

extension InductionInstrument {
  /// The deviation of white noise in each gate of one frame, volts.
  package func whiteVolts(_ noise: InductionNoise) -> [Double] {
    if balance != nil {
      // A lock-in over a frame of T seconds: e/√T in I and in Q.
      let volts = noise.whiteNanovoltsPerRootHertz * 1e-9 * frameRate.squareRoot()
      return [Double](repeating: volts, count: channelCount)
    }
    return gateSeconds.map { gate in
      noise.whiteNanovoltsPerRootHertz * 1e-9
        / (2 * (gate.end - gate.start) * Double(max(pulsesPerFrame, 1))).squareRoot()
    }
  }
}
