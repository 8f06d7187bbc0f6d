/// What a coil hears without noise: bodies, soil, salt and stones, gate by gate, at any pose.
///
/// v = μ0·N²·I·Σ (u·e)²·G_axial + (|u|² − (u·e)²)·G_transverse with u the field of one turn at 1 A in the
/// body's place and G the gate means of its spectra; soil N²·I·(F/2)·M(2h)·g(p), the mean of eight places
/// under the winding, each with its own height, F and exponent. Of an induction balance G is ω·P(ω), and
/// g(p) is ω·χ(ω)/F, I and Q of each carrier. Source of the soil's form: Lee, 1984. What conducts in the
/// ground is ``ConductingGround``.
package struct InductionSignal {
  /// One dipole of a body, which sits in the weighted mean of the field over its places.
  private struct Dipole {
    let places: [(place: SpaceVector, weight: Double)]
    let axis: SpaceVector
    let axial: [Double]
    let transverse: [Double]
  }

  /// Places under the winding that soil is looked at.
  private static let ring = 8
  /// Exponents that soil is tabulated for.
  private static let exponentSteps = 16
  private let instrument: InductionInstrument
  private let ground: InductionGround
  private let coil: CircularCoil
  private let dipoles: [Dipole]
  private let soil: SoilTable
  private let conducting: ConductingGround
  private let fields: GroundFields?
  private let circle: [(east: Double, north: Double)]

  /// Gates, the earth-field gate included.
  package let gateCount: Int

  /// Prepares a scene's bodies and ground; `extent` is where the coil will be.
  init(_ scene: InductionScene, path: SweepPath) {
    instrument = scene.instrument
    ground = scene.ground
    coil = instrument.coil
    gateCount = instrument.channelCount
    dipoles = Self.dipoles(of: scene)
    soil = SoilTable(scene, steps: Self.exponentSteps)
    conducting = ConductingGround(scene)
    fields =
      ground.viscosity > 0 || ground.conductivity > 0
      ? GroundFields(scene, path: path) : nil
    let radius = coil.radiusMetres
    circle = (0..<Self.ring).map { place in
      let angle = 2 * Double.pi * Double(place) / Double(Self.ring)
      return (radius * Elementary.cos(angle), radius * Elementary.sin(angle))
    }
  }

  /// Adds the gates at a pose to `gates`, volts.
  package func add(at pose: SweepPath.Pose, to gates: inout [Double], from first: Int) {
    addSoil(at: pose, to: &gates, from: first)
    guard !dipoles.isEmpty else { return }
    let length = (1 + pose.leanEast * pose.leanEast + pose.leanNorth * pose.leanNorth)
      .squareRoot()
    let normal = SpaceVector(pose.leanEast, pose.leanNorth, 1) * (1 / length)
    let middle = SpaceVector(pose.east, pose.north, pose.height)
    let scale = CircularCoil.vacuumPermeability * instrument.squaredTurnsCurrent
    for dipole in dipoles {
      var field = SpaceVector(0, 0, 0)
      for each in dipole.places {
        field = field + self.field(at: each.place - middle, normal: normal) * each.weight
      }
      let along = field.dot(dipole.axis)
      let axial = scale * along * along
      let transverse = scale * max(field.dot(field) - along * along, 0)
      for gate in 0..<gateCount {
        gates[first + gate] += axial * dipole.axial[gate] + transverse * dipole.transverse[gate]
      }
    }
  }

  /// The field of one turn at 1 A in a place seen from the coil's middle, whose axis is `normal`.
  private func field(at place: SpaceVector, normal: SpaceVector) -> SpaceVector {
    let along = place.dot(normal)
    let aside = place - normal * along
    let across = aside.length
    let field = coil.field(across: across, along: along)
    let outward = across > 0 ? field.across / across : 0
    return aside * outward + normal * field.along
  }

  private func addSoil(at pose: SweepPath.Pose, to gates: inout [Double], from first: Int) {
    guard let fields else { return }
    let scale = instrument.squaredTurnsCurrent / 2 / Double(Self.ring)
    for place in circle {
      let east = pose.east + place.east
      let north = pose.north + place.north
      // A coil that leans to the east has its east rim lower.
      let rim = pose.height - place.east * pose.leanEast - place.north * pose.leanNorth
      let height = rim - fields.rise(east: east, north: north)
      let weight = scale * fields.viscosity(east: east, north: north) * soil.coupling(height)
      soil.add(
        weight, exponent: fields.exponentPlace(east: east, north: north), to: &gates, from: first)
    }
    guard ground.conductivity > 0 else { return }
    conducting.add(
      fields.moisture(east: pose.east, north: pose.north), height: pose.height, to: &gates,
      from: first)
  }

  private static func dipoles(of scene: InductionScene) -> [Dipole] {
    var means: [(spectrum: RelaxationSpectrum, gates: [Double])] = []
    func gateMeans(_ spectrum: RelaxationSpectrum) -> [Double] {
      if let known = means.first(where: { $0.spectrum == spectrum }) { return known.gates }
      let values = scene.instrument.means(of: spectrum)
      means.append((spectrum, values))
      return values
    }
    var all: [Dipole] = []
    for buried in scene.targets {
      let axial = gateMeans(buried.target.axial)
      let transverse = gateMeans(buried.target.transverse)
      for part in buried.target.parts {
        all.append(
          Dipole(
            places: buried.places(around: part.place),
            axis: buried.axis, axial: axial.map { $0 * part.share },
            transverse: transverse.map { $0 * part.share }))
      }
    }
    for rock in scene.ground.hotRocks {
      let cube = rock.radiusMetres * rock.radiusMetres * rock.radiusMetres
      let volume = 4 / 3 * Double.pi * cube * rock.viscosity
      let values = scene.instrument.soilMeans(exponent: 1, ratio: scene.ground.susceptibilityRatio)
        .map { volume * $0 }
      all.append(
        Dipole(
          places: [(SpaceVector(rock.east, rock.north, -rock.depthMetres), 1)], axis: .up,
          axial: values, transverse: values))
    }
    return all
  }
}

/// The coupling of coil and soil by height, and the soil's gates by exponent.
private struct SoilTable {
  private static let step = 0.000_25
  private static let lowest = 0.003
  private static let count = 6_000
  private let couplings: [Double]
  private let gates: [Double]
  private let gateCount: Int
  private let steps: Int

  init(_ scene: InductionScene, steps: Int) {
    let coil = scene.instrument.coil
    let exponents = scene.ground.exponents
    couplings = (0..<Self.count).map { index in
      coil.mutualInductance(distanceMetres: 2 * (Self.lowest + Double(index) * Self.step))
    }
    self.steps = steps
    gateCount = scene.instrument.channelCount
    let width = exponents.upperBound - exponents.lowerBound
    self.gates = (0...steps).flatMap { place in
      let exponent = exponents.lowerBound + width * Double(place) / Double(steps)
      return scene.instrument.soilMeans(
        exponent: exponent, ratio: scene.ground.susceptibilityRatio)
    }
  }

  /// M(2h), henry for one turn.
  func coupling(_ height: Double) -> Double {
    let place = min(max((height - Self.lowest) / Self.step, 0), Double(Self.count - 1) - 1e-6)
    let index = Int(place)
    return couplings[index] + (couplings[index + 1] - couplings[index]) * (place - Double(index))
  }

  /// Adds the soil's gates; `exponent` is its place in the range of exponents, 0 … 1.
  func add(_ weight: Double, exponent: Double, to gates: inout [Double], from first: Int) {
    let place = min(exponent * Double(steps), Double(steps) - 1e-9)
    let index = Int(place)
    let part = place - Double(index)
    let start = index * gateCount
    for gate in 0..<gateCount {
      let low = self.gates[start + gate]
      let high = self.gates[start + gateCount + gate]
      gates[first + gate] += weight * (low + (high - low) * part)
    }
  }
}

/// The fields of chance that the ground has.
private struct GroundFields {
  private let ground: InductionGround
  private let surface: CorrelatedSurface?
  private let texture: CorrelatedSurface?
  private let patches: CorrelatedSurface?
  private let wetness: CorrelatedSurface?

  init(_ scene: InductionScene, path: SweepPath) {
    let ground = scene.ground
    self.ground = ground
    let margin = scene.instrument.coil.radiusMetres + 0.1
    var extent = CorrelatedSurface.Extent(east: 0...0, north: 0...0)
    for pose in path.poses {
      extent.east =
        min(
          extent.east.lowerBound, pose.east - margin)...max(
          extent.east.upperBound, pose.east + margin)
      extent.north =
        min(
          extent.north.lowerBound, pose.north - margin)...max(
          extent.north.upperBound, pose.north + margin)
    }
    func field(_ name: String, _ metres: Double, _ isThere: Bool) -> CorrelatedSurface? {
      guard isThere else { return nil }
      var stream = RandomStream(seed: scene.seed, source: name)
      return CorrelatedSurface(over: extent, correlationMetres: metres, stream: &stream)
    }
    surface = field(
      "ground surface", ground.roughnessCorrelationMetres, ground.roughnessMetres > 0)
    texture = field("soil texture", ground.textureMetres, ground.texture > 0)
    patches = field(
      "soil patches", ground.patchMetres,
      ground.exponents.upperBound > ground.exponents.lowerBound)
    // The currents spread over a metre and more while the gates are open, and average what is smaller.
    wetness = field(
      "moisture", 1.0, ground.conductivity > 0 && ground.conductivityTexture > 0)
  }

  func rise(east: Double, north: Double) -> Double {
    ground.roughnessMetres * (surface?.value(east: east, north: north) ?? 0)
  }

  func viscosity(east: Double, north: Double) -> Double {
    ground.viscosity
      * max(1 + ground.texture * (texture?.value(east: east, north: north) ?? 0), 0.05)
  }

  /// Where in the range of exponents a place lies, 0 … 1: two deviations of the field span it.
  func exponentPlace(east: Double, north: Double) -> Double {
    guard let patches else { return 0 }
    return min(max(0.5 + patches.value(east: east, north: north) / 4, 0), 1)
  }

  /// What a place has of the conducting ground's decay, in parts of the mean.
  func moisture(east: Double, north: Double) -> Double {
    max(1 + ground.conductivityTexture * (wetness?.value(east: east, north: north) ?? 0), 0.05)
  }
}
