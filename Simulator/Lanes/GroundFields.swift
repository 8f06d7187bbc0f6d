import Physics
import Recording

/// Reads the ground.
enum GroundFields {
  static let keys = [
    "viscosity", "susceptibility_ratio", "texture", "texture_m", "exponents", "patch_m",
    "conductivity_s_m", "conductivity_texture", "roughness_m", "roughness_correlation_m",
    "hot_rocks",
  ]
  private static let rockKeys = ["count", "depth_m", "radius_m", "viscosity"]

  static func ground(
    _ fields: ScenarioFields, over field: LaneField
  ) throws(RecordingError) -> InductionGround {
    var ground = InductionGround()
    ground.viscosity = try fields.number("viscosity", in: 0...1e-3) ?? ground.viscosity
    ground.susceptibilityRatio =
      try fields.number("susceptibility_ratio", in: 1...1_000) ?? ground.susceptibilityRatio
    ground.texture = try fields.number("texture", in: 0...1) ?? ground.texture
    ground.textureMetres = try fields.number("texture_m", in: 0.02...2) ?? ground.textureMetres
    ground.exponents = try fields.range("exponents", in: 0.8...1.6) ?? ground.exponents
    ground.patchMetres = try fields.number("patch_m", in: 0.05...5) ?? ground.patchMetres
    ground.conductivity = try fields.number("conductivity_s_m", in: 0...10) ?? 0
    ground.conductivityTexture =
      try fields.number("conductivity_texture", in: 0...1) ?? ground.conductivityTexture
    ground.roughnessMetres = try fields.number("roughness_m", in: 0...0.1) ?? ground.roughnessMetres
    ground.roughnessCorrelationMetres =
      try fields.number("roughness_correlation_m", in: 0.02...2)
      ?? ground.roughnessCorrelationMetres
    guard let rocks = try fields.fields("hot_rocks", known: rockKeys) else { return ground }
    var chance = rocks.chance("places")
    let depth = try rocks.range("depth_m", in: 0...1) ?? 0.02...0.12
    let radius = try rocks.range("radius_m", in: 0.005...0.3) ?? 0.02...0.05
    let viscosity = try rocks.range("viscosity", in: 0...1e-1) ?? 2e-4...1e-3
    for _ in 0..<(try rocks.count("count", in: 0...200) ?? 4) {
      let half = draw(radius, &chance)
      ground.hotRocks.append(
        InductionGround.HotRock(
          east: draw(field.east, &chance), north: draw(field.north, &chance),
          depthMetres: half + draw(depth, &chance), radiusMetres: half,
          viscosity: draw(viscosity, &chance)))
    }
    return ground
  }

  /// A number from a range.
  static func draw(_ range: ClosedRange<Double>, _ chance: inout RandomStream) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * chance.uniform()
  }
}

/// Reads what disturbs the front end.
enum NoiseFields {
  static let keys = [
    "white_nv_rthz", "flicker_uv", "mains_hz", "mains_uv", "bursts_per_minute", "burst_uv",
    "earth_field_ut", "knocks_per_minute", "knock_uv", "temperature_c", "warming_k_per_minute",
    "drift_uv_per_k", "battery_mv", "sag_mv_per_minute", "clock_ppm", "neighbour_m",
    "neighbour_ppm",
  ]

  static func noise(_ fields: ScenarioFields) throws(RecordingError) -> InductionNoise {
    var noise = InductionNoise()
    func set(
      _ path: WritableKeyPath<InductionNoise, Double>, _ key: String, _ range: ClosedRange<Double>
    ) throws(RecordingError) {
      noise[keyPath: path] = try fields.number(key, in: range) ?? noise[keyPath: path]
    }
    try set(\.whiteNanovoltsPerRootHertz, "white_nv_rthz", 0...1_000)
    try set(\.flickerMicrovolts, "flicker_uv", 0...1_000)
    try set(\.mainsHertz, "mains_hz", 10...500)
    try set(\.mainsMicrovolts, "mains_uv", 0...1e6)
    try set(\.burstsPerMinute, "bursts_per_minute", 0...600)
    try set(\.burstMicrovolts, "burst_uv", 0...1e6)
    try set(\.earthFieldMicrotesla, "earth_field_ut", 0...100)
    try set(\.knocksPerMinute, "knocks_per_minute", 0...600)
    try set(\.knockMicrovolts, "knock_uv", 0...1e6)
    try set(\.temperatureCelsius, "temperature_c", -40...80)
    try set(\.warmingKelvinPerMinute, "warming_k_per_minute", -20...20)
    try set(\.microvoltsPerKelvin, "drift_uv_per_k", 0...1_000)
    try set(\.batteryMillivolts, "battery_mv", 1_000...60_000)
    try set(\.sagMillivoltsPerMinute, "sag_mv_per_minute", 0...2_000)
    try set(\.clockPartsPerMillion, "clock_ppm", -1_000...1_000)
    try set(\.neighbourMetres, "neighbour_m", 0...1_000)
    try set(\.neighbourPartsPerMillion, "neighbour_ppm", -10_000...10_000)
    return noise
  }
}

/// Reads how often what goes wrong.
enum FaultFields {
  static let keys = InductionFaultKind.allCases.map { "\($0.rawValue)_per_minute" }

  static func rates(
    _ fields: ScenarioFields
  ) throws(RecordingError) -> [InductionFaultKind: Double] {
    var rates: [InductionFaultKind: Double] = [:]
    for kind in InductionFaultKind.allCases {
      rates[kind] = try fields.number("\(kind.rawValue)_per_minute", in: 0...600)
    }
    return rates
  }
}
