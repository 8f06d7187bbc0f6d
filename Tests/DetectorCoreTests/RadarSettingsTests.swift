import DetectorCore
import Testing

@Suite("Radar settings")
struct RadarSettingsTests {
  private func description(
    samples: Int32, interval: Int64, spacing: Int64, kilohertz: Int64, permittivity: Int32 = 0
  ) -> RadarDescription {
    var description = RadarDescription(
      samplesPerTrace: samples, sampleIntervalFemtoseconds: interval)
    description.traceSpacingMicrometres = spacing
    description.centreFrequencyKilohertz = kilohertz
    description.permittivityHundredths = permittivity
    return description
  }

  /// By hand: v = 299.792/√6 = 122.39 mm/ns, T = 2.5 ns, λ = 306.0 mm; 26.67 samples to a period
  /// leave 8 at a decimation of 3; a step of 20 mm; 6 λ = 1.836 m of background, 92 steps.
  @Test("A 400 MHz line at 20 mm is looked at as a hand computes")
  func utility() throws {
    let settings = try RadarSettings(
      description: description(
        samples: 512, interval: 93_750, spacing: 20_000, kilohertz: 400_000, permittivity: 600))
    #expect(
      settings.waveSpeedMicrometresPerNanosecond == Derived(value: 122_389, origin: .permittivity))
    #expect(settings.wavelengthMicrometres == 305_972)
    #expect(settings.decimation == 3 && settings.stack == 1)
    #expect(settings.backgroundSteps == 92)
    #expect(settings.aperture == 8 && settings.lookahead == 4)
    #expect(settings.smallestCasingMicrometres == 152_986)
    #expect(settings.depthMaximumMicrometres == 1_835_832)
  }

  /// λ = 122.39 · 0.384615 = 47.07 mm; a quarter of it holds 9 traces of 1.25 mm.
  @Test("A 2.6 GHz line at 1.25 mm stacks traces to a quarter wavelength")
  func bars() throws {
    let settings = try RadarSettings(
      description: description(
        samples: 256, interval: 39_063, spacing: 1_250, kilohertz: 2_600_000, permittivity: 600))
    #expect(settings.stack == 9 && settings.decimation == 1)
    #expect(settings.stepMicrometres == 11_250)
    #expect(settings.aperture == 8)
  }

  @Test("What nothing says is assumed and marked so; what a person sets wins")
  func origins() throws {
    let plain = description(samples: 512, interval: 21_228, spacing: 0, kilohertz: 1_500_000)
    let settings = try RadarSettings(description: plain)
    #expect(settings.waveSpeedMicrometresPerNanosecond == Derived(value: 100_000, origin: .assumed))
    #expect(settings.traceSpacingMicrometres == Derived(value: 20_000, origin: .assumed))
    var timed = plain
    timed.traceRateMillihertz = 50_000
    let walked = try RadarSettings(description: timed).traceSpacingMicrometres
    #expect(walked == Derived(value: 10_000, origin: .assumed))
    var configuration = RadarConfiguration()
    configuration.traceSpacingMicrometres = 30_000
    configuration.waveSpeedMicrometresPerNanosecond = 140_000
    let set = try RadarSettings(description: plain, configuration: configuration)
    #expect(set.traceSpacingMicrometres == Derived(value: 30_000, origin: .configuration))
    #expect(set.waveSpeedMicrometresPerNanosecond.origin == .configuration)
  }

  @Test("A permittivity outside 1 … 81 is not believed", arguments: [0, 100, 8_100, -5])
  func permittivity(hundredths: Int32) throws {
    let settings = try RadarSettings(
      description: description(
        samples: 512, interval: 21_228, spacing: 20_000, kilohertz: 1_500_000,
        permittivity: hundredths))
    #expect(settings.waveSpeedMicrometresPerNanosecond.origin == .assumed)
  }

  @Test("A figure that cannot be used is named")
  func refusals() {
    func failure(_ description: RadarDescription) -> RadarSettingsError? {
      do {
        _ = try RadarSettings(description: description)
        return nil
      } catch { return error }
    }
    let good = description(samples: 512, interval: 21_228, spacing: 20_000, kilohertz: 1_500_000)
    #expect(failure(good) == nil)
    #expect(
      failure(description(samples: 0, interval: 21_228, spacing: 1, kilohertz: 1))
        == .samplesPerTrace(0))
    #expect(
      failure(description(samples: 4_097, interval: 21_228, spacing: 1, kilohertz: 1))
        == .samplesPerTrace(4_097))
    #expect(
      failure(description(samples: 512, interval: 0, spacing: 1, kilohertz: 1))
        == .sampleInterval(0))
    #expect(
      failure(description(samples: 512, interval: 21_228, spacing: 20_000, kilohertz: 0))
        == .centreFrequencyUnknown)
    #expect(
      failure(description(samples: 512, interval: 600_000, spacing: 20_000, kilohertz: 1_500_000))
        == .centreFrequency(1_500_000))
    #expect(
      failure(description(samples: 512, interval: 21_228, spacing: 20_000, kilohertz: 999))
        == .centreFrequency(999))
    #expect(
      failure(description(samples: 512, interval: 21_228, spacing: 9, kilohertz: 1_500_000))
        == .traceSpacing(9))
    #expect(
      failure(description(samples: 20, interval: 21_228, spacing: 20_000, kilohertz: 1_500_000))
        == .tooFewSamples(have: 20, need: 24))
  }

  /// Whatever the spacing, aperture and lookahead fit into 0.25 m or 8 traces.
  @Test("The steps after an apex fit into the latency at every spacing")
  func latency() throws {
    for spacing in stride(from: Int64(100), through: 400_000, by: 379) {
      for kilohertz: Int64 in [100_000, 400_000, 900_000, 1_500_000, 2_600_000] {
        let settings = try RadarSettings(
          description: description(
            samples: 4_096, interval: 30_000, spacing: spacing, kilohertz: kilohertz))
        let steps = Int64(settings.aperture + settings.lookahead)
        let traces = steps * Int64(settings.stack) + Int64(settings.stack) / 2
        #expect(traces <= max(250_000 / spacing, 8), "spacing \(spacing) µm at \(kilohertz) kHz")
        #expect(settings.aperture >= 1 && settings.lookahead >= 1)
      }
    }
  }
}
