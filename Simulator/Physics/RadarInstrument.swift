import DetectorCore

/// The radar that looks at a scene: its timing, its antennas and its converter.
///
/// The waves of the default are those of the 1.5 GHz radar of the dual lanes.
package struct RadarInstrument: Sendable {
  /// Samples in a trace.
  package var samplesPerTrace: Int32 = 512
  /// Time between samples, femtoseconds.
  package var sampleIntervalFemtoseconds: Int64 = 21_200
  /// Centre frequency, kilohertz.
  package var centreFrequencyKilohertz: Int64 = 1_500_000
  /// Distance between traces, micrometres.
  package var traceSpacingMicrometres: Int64 = 20_000
  /// Traces a second, thousandths.
  package var traceRateMillihertz: Int64 = 20_000
  /// Transmitter to receiver along the line, metres.
  package var separationMetres = 0.039
  /// Antennas over the mean surface, metres.
  package var heightMetres = 0.051
  /// Deviation of the footprint on the surface, metres.
  package var footprintMetres = 0.05
  /// Sample at which the wavelet leaves the transmitter with its middle.
  package var transmitSample = 41.0
  /// Highest count; the lowest is one lower and negative.
  package var railHigh: Int32 = 32_767
  /// Direct wave from transmitter to receiver, in parts of full scale; it is negative.
  package var directWave = 0.635
  /// Ground bounce at the nominal height, in parts of full scale.
  package var groundBounce = 0.465
  /// Deviation of the noise, counts.
  package var noiseCounts = 22.0
  /// Whether the description says the soil's permittivity.
  package var saysPermittivity = false

  /// Makes a radar of 1.5 GHz.
  package init() {}

  /// Samples that one period of the centre frequency lasts.
  var periodSamples: Double {
    1e12 / (Double(centreFrequencyKilohertz) * Double(sampleIntervalFemtoseconds))
  }

  /// Metres between traces.
  var spacingMetres: Double { Double(traceSpacingMicrometres) * 1e-6 }

  /// Metres that light goes in one sample's time.
  var lightMetresPerSample: Double { Double(sampleIntervalFemtoseconds) * 299_792_458e-15 }

  /// What the instrument says of its stream.
  func description(over ground: SceneGround) -> RadarDescription {
    var described = RadarDescription(
      samplesPerTrace: samplesPerTrace, sampleIntervalFemtoseconds: sampleIntervalFemtoseconds)
    described.traceSpacingMicrometres = traceSpacingMicrometres
    described.traceRateMillihertz = traceRateMillihertz
    described.centreFrequencyKilohertz = centreFrequencyKilohertz
    described.antennaSeparationMicrometres = Int64(separationMetres * 1e6 + 0.5)
    described.antennaHeightMicrometres = Int64(heightMetres * 1e6 + 0.5)
    described.railHigh = railHigh
    described.railLow = -railHigh - 1
    if saysPermittivity {
      described.permittivityHundredths = Int32(ground.permittivity * 100 + 0.5)
    }
    return described
  }
}
