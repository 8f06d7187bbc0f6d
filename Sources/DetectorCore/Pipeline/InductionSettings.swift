/// What the induction chain derives, in integers, from a front end's description and a configuration.
public struct InductionSettings: BitwiseCopyable, Sendable {
  /// What the front end says of itself.
  public let description: InductionDescription
  /// What a person set.
  public let configuration: InductionConfiguration
  /// Frames a second, millionths.
  public let rateMicrohertz: Int64
  /// Positions a second, millionths; 0 without a track.
  public let trackRateMicrohertz: Int64
  /// One output of the decimator for so many frames: 100 to 150 outputs a second where that can be.
  public let factor: Int
  /// Bands that the chain looks at: the signal gates, neighbours pooled where there are more than four.
  public let bandCount: Int
  /// What single exponentials look like in the bands.
  package let dictionary: DecayDictionary
  /// What soil whose decay is 1/t looks like, its first band 2²⁰.
  package let soil: BandVector
  /// What a decay of t^−1.4 has beside that, at the same first band.
  package let patch: BandVector
  /// What ground looks like to the level, by theory.
  package let groundShapes: GroundShapes
  /// White noise of one output at the least, as a variance in Q6 nV².
  package let factoryNoise: BandVector

  /// Outputs a second that the chain aims at.
  public static let outputHertz: Int64 = 125
  /// Slowest and fastest frame rates, microhertz.
  public static let rates: ClosedRange<Int64> = 20_000_000...8_000_000_000

  /// Derives everything; refuses what the chain cannot look at.
  public init(
    description: InductionDescription, rateMicrohertz: Int64, trackRateMicrohertz: Int64 = 0,
    configuration: InductionConfiguration = InductionConfiguration()
  ) throws(InductionSettingsError) {
    let gates = description.gateCount
    guard gates >= 3 && gates <= FrameDecimator.maximumChannels else {
      throw .gateCount(gates)
    }
    guard Self.rates.contains(rateMicrohertz) else { throw .rate(microhertz: rateMicrohertz) }
    guard description.lsbFemtovolts > 0, description.lsbFemtovolts <= 1_000_000_000_000 else {
      throw .lsb(femtovolts: description.lsbFemtovolts)
    }
    for gate in 0..<gates {
      let each = description.gates[gate]
      guard each.startNanoseconds > 0, each.endNanoseconds > each.startNanoseconds,
        each.endNanoseconds <= 100_000_000
      else { throw .gate(gate) }
    }
    self.description = description
    self.configuration = configuration
    self.rateMicrohertz = rateMicrohertz
    self.trackRateMicrohertz = trackRateMicrohertz
    let wanted = rateMicrohertz.dividedToNearest(by: Self.outputHertz * 1_000_000)
    factor = Int(max(1, min(Int64(FrameDecimator.maximumFactor), wanted)))
    bandCount = min(gates - 1, BandVector.capacity)
    let shapes = DecayShapes(description: description, bandCount: bandCount)
    dictionary = shapes.dictionary()
    soil = shapes.soil()
    patch = shapes.patch()
    groundShapes = shapes.ground()
    factoryNoise = shapes.noise(
      picovolts: Int64(configuration.noisePicovoltsPerRootHertz), factor: Int64(factor))
  }

  /// What soils of every exponent look like.
  package func soils() -> SoilFamily {
    DecayShapes(description: description, bandCount: bandCount).soils()
  }

  /// Time from output to output of the decimator, microseconds.
  package var outputMicroseconds: Int64 {
    max(Int64(factor) * 1_000_000_000_000 / rateMicrohertz, 1)
  }

  /// The signal gates of a band.
  package func gates(ofBand band: Int) -> Range<Int> {
    DecayShapes.gates(ofBand: band, bands: bandCount, signals: description.gateCount - 1)
  }

  /// The middle of a band on a logarithmic scale, nanoseconds after switch-off.
  package func middleNanoseconds(ofBand band: Int) -> Int64 {
    DecayShapes(description: description, bandCount: bandCount).middle(band)
  }

  /// Device time of a sequence number, microseconds.
  package func time(ofSequence sequence: Int64) -> Int64 {
    DeviceTime.microseconds(ofSequence: sequence, rateMicrohertz: rateMicrohertz)
  }
}

/// What the induction chain cannot look at.
public enum InductionSettingsError: Error, BitwiseCopyable, Sendable, Equatable {
  /// Two signal gates and the earth-field gate at the least, eight gates at the most.
  case gateCount(Int)
  /// Frames a second out of range.
  case rate(microhertz: Int64)
  /// Volts a count out of range.
  case lsb(femtovolts: Int64)
  /// A gate that does not open after switch-off and close after that.
  case gate(Int)
}
