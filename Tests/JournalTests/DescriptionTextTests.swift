import DetectorCore
import Foundation
import Journal
import Testing

@Suite("Description text")
struct DescriptionTextTests {
  @Test("A radar description is these bytes")
  func radar() {
    var radar = RadarDescription(samplesPerTrace: 512, sampleIntervalFemtoseconds: 21_228)
    radar.traceSpacingMicrometres = 21_000
    radar.traceRateMillihertz = 19_048
    radar.centreFrequencyKilohertz = 1_500_000
    radar.timeZeroSampleQ8 = 2_688
    radar.antennaSeparationMicrometres = 39_000
    radar.antennaHeightMicrometres = 0
    radar.permittivityHundredths = 625
    radar.waveSpeedMicrometresPerNanosecond = 119_917
    radar.railLow = -128
    radar.railHigh = 127
    radar.leadingNonSignalSamples = 2
    let text = describe(StreamDescription(radar: radar, seed: .max)) { writer, text in
      writer.capture(sampleStart: 0, globalIndex: 0, datetime: instant.span, into: &text)
      writer.capture(sampleStart: 26, globalIndex: 31, datetime: none.span, into: &text)
      var truth = AnnotationFields(sampleStart: 8, sampleCount: 9, kind: .truth)
      truth.targetClass = .antiPersonnelMine
      truth.position = .init(eastMicrometres: 777_000, northMicrometres: -10_000)
      truth.depthMicrometres = 39_000
      truth.radiusMicrometres = 55_500
      writer.annotation(
        truth, label: label.span, comment: none.span, object: object.span, into: &text)
      var found = AnnotationFields(sampleStart: 40, sampleCount: 1, kind: .detection)
      found.confidenceMillionths = 500_000
      writer.annotation(
        found, label: none.span, comment: none.span, object: none.span, into: &text)
    }
    #expect(text == Self.radarText)
  }

  @Test("Without captures and annotations the description is still JSON")
  func empty() throws {
    let stream = StreamDescription(
      contents: .housekeeping, sampleType: .int32, channelCount: 4, rateMicrohertz: 1_000_000)
    let text = describe(stream) { _, _ in }
    let json = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect((json?["captures"] as? [Any])?.isEmpty == true)
    #expect((json?["annotations"] as? [Any])?.isEmpty == true)
    #expect((json?["global"] as? [String: Any])?["core:sample_rate"] as? Int == 1)
  }

  @Test("Induction, balance and track say their own fields, exactly")
  func others() {
    var induction = InductionDescription(lsbFemtovolts: 20_000_000)
    induction.append(.init(startNanoseconds: 8_000, endNanoseconds: 20_000))
    induction.append(.init(startNanoseconds: 300_500, endNanoseconds: 400_000))
    induction.coilTurns = 14
    let coil = describe(stream(.pulseInduction(induction), 2)) { _, _ in }
    #expect(coil.contains(#""sapper:gates_us": [[8, 20], [300.5, 400]],"#))
    #expect(coil.contains(#""sapper:lsb_volt": 2e-8,"#))
    #expect(coil.contains(#""sapper:coil_turns": 14"#))
    #expect(!coil.contains("pulse_us"))
    var balance = BalanceDescription()
    balance.append(millihertz: 2_400_000)
    balance.append(millihertz: 19_200_500)
    #expect(
      describe(stream(.inductionBalance(balance), 4)) { _, _ in }
        .contains(#""sapper:frequencies_hz": [2400, 19200.5]"#))
    let origin = TrackOrigin(longitudeE9: 11_123_456_789, latitudeE9: -48_100_000_000)
    #expect(
      describe(stream(.track(origin), 4)) { _, _ in }
        .contains(#""sapper:origin": [11.123456789, -48.1]"#))
  }

  @Test("A collection is these bytes")
  func collection() {
    var writer = CollectionText()
    var text = Text()
    writer.begin(into: &text)
    for name in ["a-radar", "a-track"].map({ Array($0.utf8) }) {
      let hash: [UInt8] = [0x00, 0xAB, 0x1F]
      writer.stream(name: name.span, sha512: hash.span, into: &text)
    }
    writer.end(into: &text)
    #expect(
      text.string == """
        {
          "collection": {
            "core:version": "1.2.5",
            "core:extensions": [{"name": "sapper", "version": "0.1.0", "optional": true}],
            "core:streams": [{"name": "a-radar", "hash": "00ab1f"}, {"name": "a-track", "hash": "00ab1f"}]
          }
        }

        """)
  }

  @Test("A fix keeps seven decimals of a degree, and its line its bound")
  func fix() {
    let line = written {
      FixLine.write(
        frame: 120, timeMicroseconds: 6_300_000, latitudeE7: 481_234_567,
        longitudeE7: -111_234_567, heightMillimetres: -512, into: &$0)
    }
    #expect(
      line == #"{"frame":120,"time_s":6.300000,"latitude_deg":48.1234567,"#
        + #""longitude_deg":-11.1234567,"height_m":-0.512}"# + "\n")
    let longest = written {
      FixLine.write(
        frame: .min, timeMicroseconds: .min, latitudeE7: .min, longitudeE7: .min,
        heightMillimetres: .min, into: &$0)
    }
    #expect(longest.utf8.count <= FixLine.maximumLength)
  }

  private let none: [UInt8] = []
  private let label = Array("ap_mine".utf8)
  private let object = Array("PMN-2-like".utf8)
  private let instant = Array("2026-01-01T00:00:00.000000Z".utf8)

  private func stream(
    _ contents: StreamDescription.Contents, _ channels: Int32
  ) -> StreamDescription {
    StreamDescription(
      contents: contents, sampleType: .int32, channelCount: channels, rateMicrohertz: 1)
  }

  private func describe(
    _ stream: StreamDescription, _ body: (inout DescriptionText, inout Text) -> Void
  ) -> String {
    var writer = DescriptionText()
    var text = Text()
    let collection = Array("lane".utf8)
    let about = Array("a \"test\"".utf8)
    let scenario = Array("dual".utf8)
    writer.global(
      stream, collection: collection.span, about: about.span, configuration: none.span,
      scenario: scenario.span, sha512: none.span, into: &text)
    body(&writer, &text)
    writer.end(into: &text)
    return text.string
  }

  private static let radarText = #"""
    {
      "global": {
        "core:datatype": "ri16_le",
        "core:version": "1.2.5",
        "core:sample_rate": 19.048,
        "core:num_channels": 512,
        "core:collection": "lane",
        "core:recorder": "sapper",
        "core:description": "a \"test\"",
        "core:extensions": [{"name": "sapper", "version": "0.1.0", "optional": true}],
        "sapper:sensor": "ground_radar",
        "sapper:sample_interval_s": 2.1228e-11,
        "sapper:time_zero_sample": 10.5,
        "sapper:trace_spacing_m": 0.021,
        "sapper:antenna_separation_m": 0.039,
        "sapper:antenna_height_m": 0,
        "sapper:centre_frequency_hz": 1500000000,
        "sapper:relative_permittivity": 6.25,
        "sapper:wave_speed_m_per_ns": 0.119917,
        "sapper:rail_low": -128,
        "sapper:rail_high": 127,
        "sapper:leading_non_signal_samples": 2,
        "sapper:scenario": "dual",
        "sapper:seed": 18446744073709551615
      },
      "captures": [
        {"core:sample_start": 0, "core:global_index": 0, "core:datetime": "2026-01-01T00:00:00.000000Z"},
        {"core:sample_start": 26, "core:global_index": 31}
      ],
      "annotations": [
        {"core:sample_start": 8, "core:sample_count": 9, "core:label": "ap_mine", "sapper:kind": "truth", "sapper:class": "ap_mine", "sapper:object": "PMN-2-like", "sapper:position_m": [0.777, -0.01], "sapper:depth_m": 0.039, "sapper:radius_m": 0.0555},
        {"core:sample_start": 40, "core:sample_count": 1, "core:generator": "sapper", "sapper:kind": "detection", "sapper:confidence": 0.5}
      ]
    }

    """#
}
