package import DetectorCore
import Journal

/// A coil with its pulser, gates and converter.
package struct InductionInstrument: Sendable, Equatable {
  /// One gate, nanoseconds after switch-off.
  package typealias Gate = InductionDescription.Gate

  /// Radius of the coil, micrometres.
  package var coilRadiusMicrometres: Int64 = 130_000
  /// Turns of the coil.
  package var coilTurns: Int32 = 20
  /// Current when it is switched off, milliamperes.
  package var coilCurrentMilliamperes: Int64 = 2_000
  /// Length of the pulse, nanoseconds.
  package var pulseNanoseconds: Int64 = 150_000
  /// How long the current falls, nanoseconds.
  package var turnOffNanoseconds: Int64 = 3_000
  /// Pulses a second, thousandths.
  package var pulseRateMillihertz: Int64 = 1_000_000
  /// Pulses that one frame is the mean of.
  package var pulsesPerFrame: Int32 = 4
  /// The gates, the earth-field gate last, nanoseconds.
  package var gates: [Gate] = [
    (10_000, 20_000), (20_000, 40_000), (40_000, 80_000), (80_000, 160_000), (300_000, 400_000),
  ].map { Gate(startNanoseconds: $0.0, endNanoseconds: $0.1) }
  /// Volts at the coil in one count, femtovolts.
  package var lsbFemtovolts: Int64 = 10_000_000
  /// Volts at the coil at which every gate's converter ends, either sign.
  package var railVolts = 5.0
  /// Whether every other pulse has the other sign, which takes out what does not turn with it.
  package var isBipolar = false
  /// The carriers of an induction balance, which has no pulses and no gates; nil for a pulse induction.
  package var balance: BalanceDrive?

  /// Makes the coil of the reference figures.
  package init() {}

  /// What the instrument says of itself.
  package var description: InductionDescription {
    var described = InductionDescription(lsbFemtovolts: lsbFemtovolts)
    for gate in gates { described.append(gate) }
    described.pulseNanoseconds = pulseNanoseconds
    described.turnOffNanoseconds = turnOffNanoseconds
    described.pulseRateMillihertz = pulseRateMillihertz
    described.pulsesPerFrame = pulsesPerFrame
    described.coilRadiusMicrometres = coilRadiusMicrometres
    described.coilTurns = coilTurns
    described.coilCurrentMilliamperes = coilCurrentMilliamperes
    return described
  }

  /// Frames a second, millionths.
  package var rateMicrohertz: Int64 {
    balance?.rateMicrohertz ?? pulseRateMillihertz * 1_000 / Int64(max(pulsesPerFrame, 1))
  }

  /// Frames a second.
  var frameRate: Double { Double(rateMicrohertz) / 1e6 }
  /// The coil's wire.
  package var coil: CircularCoil {
    CircularCoil(radiusMetres: Double(coilRadiusMicrometres) / 1e6)
  }
  /// The pulses.
  package var drive: InductionDrive {
    var drive = InductionDrive(
      pulseSeconds: Double(pulseNanoseconds) / 1e9,
      turnOffSeconds: Double(turnOffNanoseconds) / 1e9,
      periodSeconds: 1e3 / Double(pulseRateMillihertz))
    drive.isBipolar = isBipolar
    return drive
  }
  /// The gates in seconds.
  package var gateSeconds: [GateSeconds] {
    gates.map {
      GateSeconds(start: Double($0.startNanoseconds) / 1e9, end: Double($0.endNanoseconds) / 1e9)
    }
  }
  /// N²·I, amperes.
  package var squaredTurnsCurrent: Double {
    Double(coilTurns) * Double(coilTurns) * Double(coilCurrentMilliamperes) / 1e3
  }
  /// N·π·a², m²: what a changing field goes through.
  package var windingArea: Double {
    let radius = Double(coilRadiusMicrometres) / 1e6
    return Double(coilTurns) * Double.pi * radius * radius
  }
  /// Volts in one count.
  package var lsbVolts: Double { Double(lsbFemtovolts) / 1e15 }
  /// The highest count that the converter gives; the lowest is one lower and negative.
  package var railCounts: Int32 {
    let counts = railVolts / lsbVolts
    return counts >= 2_147_483_647 ? .max : Int32(counts)
  }
}
