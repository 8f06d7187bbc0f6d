import Physics
import Recording

/// Reads the radar that goes with a coil along a straight line.
enum RadarFields {
  static let keys = [
    "trace_spacing_m", "permittivity", "loss_db_per_m", "roughness_m", "roughness_correlation_m",
    "scatterer_reflection", "patchiness", "bounce_variation", "noise_counts", "height_m",
    "says_permittivity",
  ]

  static func scene(
    _ fields: ScenarioFields, name: String, seed: UInt64, plan: SweepFields.Plan,
    bodies: [LaneBody]
  ) throws(RecordingError) -> RadarScene {
    guard plan.sweep.stretches.count == 1 else {
      throw fields.refusal(
        "radar", found: "a sweep that holds still or pumps", expected: "a line alone")
    }
    var scene = RadarScene(name: name, seed: seed, lengthMetres: plan.lengthMetres)
    let spacing = try fields.number("trace_spacing_m", in: 0.002...0.2) ?? 0.02
    let micrometres = Int64(spacing * 1e6 + 0.5)
    scene.instrument.traceSpacingMicrometres = micrometres
    scene.instrument.traceRateMillihertz =
      Int64(plan.sweep.speed * 1e9 / Double(micrometres) + 0.5)
    scene.instrument.heightMetres =
      try fields.number("height_m", in: 0.01...0.3) ?? scene.instrument.heightMetres
    scene.instrument.noiseCounts =
      try fields.number("noise_counts", in: 0...5_000) ?? scene.instrument.noiseCounts
    scene.instrument.saysPermittivity = try fields.flag("says_permittivity") ?? true
    scene.ground = try ground(fields)
    scene.objects = bodies.map(\.object)
    return scene
  }

  private static func ground(_ fields: ScenarioFields) throws(RecordingError) -> SceneGround {
    var ground = SceneGround()
    ground.permittivity = try fields.number("permittivity", in: 1...81) ?? ground.permittivity
    ground.lossDecibelsPerMetre =
      try fields.number("loss_db_per_m", in: 0...500) ?? ground.lossDecibelsPerMetre
    ground.roughnessMetres =
      try fields.number("roughness_m", in: 0...0.02) ?? ground.roughnessMetres
    ground.roughnessCorrelationMetres =
      try fields.number("roughness_correlation_m", in: 0.02...1)
      ?? ground.roughnessCorrelationMetres
    ground.scattererReflection =
      try fields.number("scatterer_reflection", in: 0...0.1) ?? ground.scattererReflection
    ground.patchiness = try fields.number("patchiness", in: 0...2) ?? ground.patchiness
    ground.bounceVariation =
      try fields.number("bounce_variation", in: 0...0.2) ?? ground.bounceVariation
    return ground
  }
}
