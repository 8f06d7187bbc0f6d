/// The waves of a scene: every echo that a trace is the sum of, without noise and faults.
///
/// Path lengths give time, 1/length and the soil's loss give loudness, always in parts of the ground
/// bounce. The surface under the antenna takes part in every path.
struct SceneWaves {
  /// One faint inhomogeneity.
  private struct Scatterer {
    let position: Double
    let depth: Double
    let reflection: Double
  }

  /// Depth at which reflections are stated, metres.
  static let referenceDepth = 0.10
  /// Farthest scatterer that a trace meets, metres along the line.
  static let reach = 0.30
  /// Refractive index of a casing full of explosive: √2.9.
  static let casingIndex = 1.7029386365926404
  private let scene: RadarScene
  private let ricker: Ricker
  private let surface: CorrelatedField
  private let loudness: CorrelatedField
  private let scatterers: [Scatterer]
  private let soilIndex: Double
  private let referencePath: Double
  private let wavenumber: Double

  init(_ scene: RadarScene) {
    self.scene = scene
    let ground = scene.ground
    let instrument = scene.instrument
    ricker = Ricker(periodSamples: instrument.periodSamples)
    soilIndex = ground.permittivity.squareRoot()
    let period = instrument.periodSamples * instrument.lightMetresPerSample
    wavenumber = 2 * Double.pi * soilIndex / period
    referencePath = 2 * (instrument.heightMetres + Self.referenceDepth)
    let range = -0.5...(scene.lengthMetres + 0.5)
    var stream = RandomStream(seed: scene.seed, source: "surface")
    surface = CorrelatedField(
      over: range, correlationMetres: ground.roughnessCorrelationMetres,
      deviation: ground.roughnessMetres, stream: &stream)
    stream = RandomStream(seed: scene.seed, source: "bounce")
    loudness = CorrelatedField(
      over: range, correlationMetres: ground.roughnessCorrelationMetres,
      deviation: ground.bounceVariation, stream: &stream)
    scatterers = Self.scatterers(in: scene, over: range)
  }

  /// Adds all echoes met at a place along the line to `trace`, in parts of full scale.
  func add(atMetres position: Double, to trace: inout [Double]) {
    let instrument = scene.instrument
    let full = instrument.groundBounce
    let height = instrument.heightMetres
    addEcho(-instrument.directWave, pathMetres: instrument.separationMetres, to: &trace)
    let half = instrument.separationMetres / 2
    let nominal = 2 * (height * height + half * half).squareRoot()
    let seen = height - surface.mean(at: position, deviationMetres: instrument.footprintMetres)
    let bounce = 2 * (seen * seen + half * half).squareRoot()
    let part = (1 + loudness.value(at: position)) * nominal / bounce
    addEcho(full * part, pathMetres: bounce, to: &trace)
    for object in scene.objects { add(object, at: position, to: &trace) }
    var index = firstScatterer(from: position - Self.reach)
    while index < scatterers.count, scatterers[index].position < position + Self.reach {
      let each = scatterers[index]
      addPoint(
        each.reflection, at: each.position, depth: each.depth, seenFrom: position, to: &trace)
      index += 1
    }
  }

  /// Adds an object: the nearest point of its top, and that of its bottom through the casing.
  ///
  /// A flat top of half width a throws waves back 1/(1 + 2·k·a·sin θ) as strongly beside it, θ being the
  /// angle to the vertical and k = 2π/λ: the envelope of a plate's sinc.
  private func add(_ object: BuriedObject, at position: Double, to trace: inout [Double]) {
    let aside = position - object.positionMetres
    guard aside.magnitude < object.radiusMetres + 1 else { return }
    let flat = object.isFlat ? object.radiusMetres : 0
    let nearest = min(max(aside, -flat), flat)
    let rest = (aside - nearest).magnitude
    // What lies beside the line is as far away as something deeper would be.
    let beside = max(object.asideMetres.magnitude - flat, 0)
    let depth =
      beside > 0
      ? (object.depthMetres * object.depthMetres + beside * beside).squareRoot()
      : object.depthMetres
    let sine = rest / (rest * rest + depth * depth).squareRoot()
    let reflection = object.reflection / (1 + 2 * wavenumber * flat * sine)
    let place = object.positionMetres + nearest
    addPoint(reflection, at: place, depth: depth, seenFrom: position, to: &trace)
    if object.metalReflection != 0 {
      addPoint(
        object.metalReflection, at: object.positionMetres, depth: depth, seenFrom: position,
        delayMetres: 2 * object.metalMetres * Self.casingIndex, to: &trace)
    }
    guard object.casingMetres > 0 else { return }
    addPoint(
      -0.5 * reflection, at: place, depth: depth, seenFrom: position,
      delayMetres: 2 * object.casingMetres * Self.casingIndex, to: &trace)
  }

  /// Adds the echo of a point in the ground, there and back by ways that the surface bends.
  private func addPoint(
    _ reflection: Double, at place: Double, depth: Double, seenFrom position: Double,
    delayMetres: Double = 0, to trace: inout [Double]
  ) {
    let instrument = scene.instrument
    let rise = surface.value(at: (place + position) / 2)
    let half = instrument.separationMetres / 2
    let there = RayPath(
      height: instrument.heightMetres - rise, depth: depth + rise,
      distance: place - position - half, index: soilIndex)
    let back = RayPath(
      height: instrument.heightMetres - rise, depth: depth + rise,
      distance: place - position + half, index: soilIndex)
    let air = there.airMetres + back.airMetres
    let soil = there.soilMetres + back.soilMetres
    let decibels =
      scene.ground.lossDecibelsPerMetre * (soil - 2 * Self.referenceDepth)
    // 10^(−dB/20) = e^(−dB·ln 10/20); antennas see what lies askew less, on both ways.
    let loss = Elementary.exp(-decibels * 0.11512925464970229)
    let spread = referencePath / (air + soil) * there.cosines * back.cosines
    addEcho(
      instrument.groundBounce * reflection * loss * spread,
      pathMetres: air + soil * soilIndex + delayMetres, to: &trace)
  }

  /// Adds one wavelet that went `pathMetres` as far as light in air would.
  private func addEcho(_ amplitude: Double, pathMetres: Double, to trace: inout [Double]) {
    let sample =
      scene.instrument.transmitSample + pathMetres / scene.instrument.lightMetresPerSample
    ricker.add(amplitude, at: sample, to: &trace)
  }

  private func firstScatterer(from position: Double) -> Int {
    var (low, high) = (0, scatterers.count)
    while low < high {
      let middle = (low + high) / 2
      if scatterers[middle].position < position { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Scatters faint points evenly over the cut through the ground, as loud as their patch.
  private static func scatterers(
    in scene: RadarScene, over range: ClosedRange<Double>
  ) -> [Scatterer] {
    let ground = scene.ground
    guard ground.scatterersPerSquareMetre > 0 else { return [] }
    var stream = RandomStream(seed: scene.seed, source: "patches")
    let patches = CorrelatedField(
      over: range, correlationMetres: ground.patchMetres, deviation: ground.patchiness,
      stream: &stream)
    stream = RandomStream(seed: scene.seed, source: "scatterers")
    let deepest = 0.6
    let area = (range.upperBound - range.lowerBound) * deepest
    let all = (0..<Int(area * ground.scatterersPerSquareMetre)).map { _ in
      let position = stream.uniform(in: range.lowerBound..<range.upperBound)
      let depth = stream.uniform(in: 0.01..<deepest)
      let loudness = Elementary.exp(patches.value(at: position))
      return Scatterer(
        position: position, depth: depth,
        reflection: ground.scattererReflection * loudness * stream.gaussian())
    }
    return all.sorted { ($0.position, $0.depth) < ($1.position, $1.depth) }
  }
}
