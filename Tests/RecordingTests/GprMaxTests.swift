import DetectorCore
import Foundation
import Recording
import TestSupport
import Testing

/// Files of gprMax that Golden/make-gprmax made.
enum GprMaxGolden {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Golden/gprmax").path

  static func bytes(_ name: String) throws -> [UInt8] { try SharedData.bytes(folder + "/" + name) }
}

@Suite("Files of gprMax, recognised")
struct GprMaxFormatTests {
  @Test("HDF5 is known by its first bytes, whatever the name says")
  func recognised() throws {
    let bytes = try GprMaxGolden.bytes("merged.out")
    #expect(RadarFormat.gprmax.recognisesBytes(bytes, false))
    #expect(!RadarFormat.gprmax.recognisesBytes(Array(bytes.dropFirst()), false))
    for other in RadarFormat.all where other.name != "gprmax" {
      #expect(!other.recognisesBytes(Array(bytes.prefix(4_096)), false), "\(other.name)")
    }
  }

  @Test("Text under the ending of gprMax is refused by the bytes that it starts with")
  func noSignature() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("KEY = value\n", as: "listing.out")
    do throws(RecordingError) {
      _ = try RadarFileOpener.open(path)
      Issue.record("text was opened as HDF5")
    } catch {
      #expect(error.field == "signature (byte 0)")
    }
  }

  #if !HDF5
    @Test("A program without libhdf5 says so, and what to do")
    func without() throws {
      do throws(RecordingError) {
        _ = try RadarFileOpener.open(GprMaxGolden.folder + "/merged.out")
        Issue.record("HDF5 was opened without libhdf5")
      } catch {
        #expect(error.found.contains("built without libhdf5"))
        #expect(error.advice.contains("--traits HDF5") && error.advice.contains("libhdf5-dev"))
      }
    }
  #endif
}

#if HDF5
  @Suite("Files of gprMax")
  struct GprMaxTests {
    static func open(
      _ name: String, channel: Int? = nil
    ) throws(RecordingError) -> GprMaxFile {
      var options = RadarFileOptions()
      options.channel = channel
      let source = try ByteSource(path: GprMaxGolden.folder + "/" + name)
      return try GprMaxFile(source: source, options: options)
    }

    static func refusal(_ name: String, channel: Int? = nil) -> RecordingError? {
      do throws(RecordingError) {
        _ = try open(name, channel: channel)
        return nil
      } catch {
        return error
      }
    }

    /// The made traces in quarters, as files hold them, times a factor and the file's power of two.
    static func expected(_ file: GprMaxFile, traces: Int = Made.traces, factor: Double = 1)
      -> [Int32]
    {
      let scale = Double(sign: .plus, exponent: file.scaleShift, significand: 1)
      return (0..<traces).flatMap { trace in
        (0..<Made.samples).map { Int32(Made.sample(trace, $0) / 4 * factor * scale) }
      }
    }

    /// Time step 188.692 ps: the limit of stability of cells of 80 mm in two dimensions.
    @Test(
      "A merged line of either version gives its traces, in blocks of any size",
      arguments: ["merged.out", "merged.h5"], [1, 7, 40, 100])
    func merged(name: String, block: Int) throws {
      var file = try Self.open(name)
      #expect(file.formatName == "gprMax" && file.traceCount == 40)
      #expect(file.description.samplesPerTrace == 64)
      #expect(file.description.sampleIntervalFemtoseconds == 188_692)
      #expect(file.description.traceSpacingMicrometres == 80_000)
      #expect(file.description.centreFrequencyKilohertz == 600_000)
      let drained = try DrainedRadar(&file, tracesPerBlock: block)
      #expect(drained.samples == Self.expected(file))
      try file.rewind()
      #expect(try DrainedRadar(&file, tracesPerBlock: 3).samples == drained.samples)
    }

    @Test("Channels count the receivers first, then the components, Ez before all others")
    func channels() throws {
      let factors = [1, -1, 0.5, -0.5, 0.25, -0.25]
      for (channel, factor) in factors.enumerated() {
        var file = try Self.open("merged.out", channel: channel)
        #expect(file.channelCount == 6 && file.channel == channel)
        let expected = Self.expected(file, factor: factor)
        #expect(try DrainedRadar(&file).samples == expected, "channel \(channel)")
      }
      let first = try Self.open("merged.out")
      #expect(first.warnings.contains { $0.assumed.contains("1 (Ez of rx2), 2 (Ey of rx1)") })
      let refusal = try #require(Self.refusal("merged.out", channel: 6))
      #expect(refusal.field == "channel" && refusal.expected == "0 to 5")
    }

    @Test("The first of a series of runs stands for the series, any other for itself")
    func series() throws {
      var file = try Self.open("run1.h5")
      #expect(file.traceCount == 3)
      #expect(file.warnings.contains { $0.field == "series" && $0.found.contains("run3.h5") })
      #expect(file.description.traceSpacingMicrometres == 80_000)
      #expect(file.description.antennaSeparationMicrometres == 160_000)
      #expect(file.facts.contains { $0.name == "spacing confirmed by" && $0.value.contains("pos") })
      #expect(try DrainedRadar(&file, tracesPerBlock: 2).samples == Self.expected(file, traces: 3))
      let second = try Self.open("run2.h5")
      #expect(second.traceCount == 1 && !second.warns(of: "series"))
    }

    @Test("A run of another model within a series is refused by its name")
    func mixedSeries() throws {
      let folder = try TemporaryFolder()
      _ = try folder.write(GprMaxGolden.bytes("run1.h5"), as: "x1.h5")
      _ = try folder.write(GprMaxGolden.bytes("across.out"), as: "x2.h5")
      do throws(RecordingError) {
        _ = try RadarFileOpener.open(folder.path + "/x1.h5")
        Issue.record("runs of two models were read as one line")
      } catch {
        #expect(error.file.hasSuffix("x2.h5") && error.found.contains("64 × 40"))
      }
    }

    @Test("A run as versions before 3 wrote it opens, its position a dataset")
    func old() throws {
      let file = try Self.open("old1.out")
      #expect(file.traceCount == 1 && file.description.sampleIntervalFemtoseconds == 188_692)
      #expect(file.description.antennaSeparationMicrometres == 160_000)
      #expect(!file.warns(of: "dt"))
    }

    @Test("Traces of too many time steps become means of as few as fit, with a warning")
    func long() throws {
      var file = try Self.open("long.out")
      #expect(file.description.samplesPerTrace == 3_333)
      #expect(file.description.sampleIntervalFemtoseconds == 566_077)
      #expect(file.warnings.contains { $0.assumed.contains("each 3 time steps") })
      // Steps 0, 1, 2, … in quarters: the mean of three is that of the middle one.
      let scale = Double(sign: .plus, exponent: file.scaleShift, significand: 1)
      let samples = try DrainedRadar(&file).samples
      #expect(samples[4] == Int32(13.0 / 4 * scale))
    }

    @Test("What the person says of the time step is scaled as the samples are")
    func given() throws {
      var options = RadarFileOptions()
      options.sampleIntervalFemtoseconds = 100_000
      let source = try ByteSource(path: GprMaxGolden.folder + "/long.out")
      let file = try GprMaxFile(source: source, options: options)
      #expect(file.description.sampleIntervalFemtoseconds == 300_000)
    }

    @Test("A field that stands along another axis is spoken of with the channel that has it")
    func across() throws {
      let file = try Self.open("across.out")
      #expect(file.warnings.contains { $0.assumed.contains("--channel 1 reads Ey") })
      #expect(
        !(try Self.open("merged.out")).warnings.contains { $0.assumed.contains("seems to lie") })
    }

    @Test(
      "What is no line of gprMax is refused by the field that is wrong",
      arguments: [
        ("other.h5", "attributes"), ("transposed.out", "Iterations"), ("empty.out", "/rxs"),
        ("integers.out", "/rxs/rx1/Ez"), ("cube.out", "/rxs/rx1/Ez"), ("halves.out", "/rxs/rx1/Ez"),
        ("foreign.out", "/rxs/rx1/Ez"), ("sparse.out", "/rxs/rx1/Ez"), ("chunk.out", "/rxs/rx1/Ez"),
        ("bomb.out", "/rxs/rx1/Ez"), ("stray.out", "/rxs/rx1/Ez"), ("undated.out", "dt"),
      ])
    func refused(name: String, field: String) throws {
      let refusal = try #require(Self.refusal(name), "\(name) was opened")
      #expect(refusal.field == field)
      #expect(!refusal.found.isEmpty && !refusal.expected.isEmpty && !refusal.advice.isEmpty)
    }

    @Test(
      "Nothing leads a reader out of the file: no link, no values elsewhere",
      arguments: ["elsewhere.out", "linked.out", "soft.out", "virtual.h5"])
    func within(name: String) throws {
      let refusal = try #require(Self.refusal(name), "\(name) was opened")
      #expect(refusal.field == "/rxs/rx1/Ez" || refusal.field == "/rxs")
    }

    @Test("A pipe is refused, and so is a file that was cut off")
    func whole() throws {
      let bytes = try GprMaxGolden.bytes("merged.out")
      for source in [
        ByteSource(bytes: bytes, name: "-", asStream: true),
        ByteSource(bytes: Array(bytes.prefix(20_000)), name: "cut.out"),
        ByteSource(bytes: Array(bytes.prefix(8)), name: "stub.out"),
      ] {
        #expect(throws: RecordingError.self) { try GprMaxFile(source: source) }
      }
    }

    @Test("A file in memory reads as the file on disk does")
    func memory() throws {
      let source = ByteSource(bytes: try GprMaxGolden.bytes("merged.h5"), name: "merged.h5")
      var (held, stored) = (try GprMaxFile(source: source), try Self.open("merged.h5"))
      #expect(held.description == stored.description)
      #expect(try DrainedRadar(&held) == DrainedRadar(&stored))
    }
  }

  @Suite("Damaged files of gprMax")
  struct GprMaxMutationTests {
    /// Where the numbers lie that decide shape, interval and spacing, as make-gprmax wrote them.
    static let fields = [
      "merged.out": [1_024, 1_088, 1_092, 1_388, 1_472, 1_568, 1_624, 1_632],
      "merged.h5": [1_628, 1_636, 9_215, 9_259, 9_263, 9_478, 9_547, 9_621],
      "run2.h5": [1_628, 8_815, 9_410, 9_454, 9_458, 9_673],
    ]

    @Test(
      "140 seeded mutations change no shape, interval, spacing or sample type in silence",
      arguments: ["merged.out", "merged.h5", "run2.h5"])
    func mutate(name: String) throws {
      let made = MadeRecording(name: name, data: try GprMaxGolden.bytes(name))
      let fields = try #require(Self.fields[name]).map {
        HeaderMutation.Field(offset: $0, width: 4)
      }
      let original = try Self.reading(made)
      var counts = (refused: 0, warned: 0, unchanged: 0)
      for seed in HeaderMutationTests.seeds {
        let mutation = HeaderMutation(made, fields: fields, headerByteCount: 6_144, seed: seed)
        do throws(RecordingError) {
          let reading = try Self.reading(mutation.recording)
          let silent = reading.silentChanges(from: original)
          #expect(silent.isEmpty, "\(name), seed \(seed): \(mutation) changed \(silent) in silence")
          if reading.warnings == original.warnings {
            counts.unchanged += 1
          } else {
            counts.warned += 1
          }
        } catch {
          #expect(!error.field.isEmpty && !error.expected.isEmpty && !error.found.isEmpty)
          counts.refused += 1
        }
      }
      print("mutations of \(name): \(counts)")
      #expect(counts.refused >= 3)
      // The newer form of HDF5 has checksums, so that damage is refused rather than warned of.
      if name == "merged.out" { #expect(counts.warned >= 20) }
    }

    private static func reading(_ made: MadeRecording) throws(RecordingError) -> RecordReading {
      var file = try GprMaxFile(source: ByteSource(bytes: made.data, name: made.name))
      return try RecordReading(&file)
    }
  }

  @Suite(
    "Real files of gprMax", .enabled(if: SharedData.isPresent, "the shared data are absent"))
  struct GprMaxRealTests {
    static let folder = SharedData.gpr

    /// Shape and time step as h5dump shows them; 4,155 steps become 2,077 means of two.
    @Test(
      "They open with the shape and timing that h5dump shows",
      arguments: [
        ("gprmax_tests/cylinder_Ascan_2D.out", 1, 637, 4_717),
        ("gprmax_tests/antenna_MALA_1200_fs.out", 1, 3_117, 1_926),
        ("gprmax_tests/antenna_GSSI_1500_fs.out", 1, 2_077, 3_852),
        ("simulated_scenes/at_ap_2d_merged.out", 60, 2_545, 4_717),
        ("simulated_scenes/uxo_clutter_2d_merged.out", 60, 2_545, 4_717),
      ])
    func shapes(name: String, traces: Int64, samples: Int32, interval: Int64) throws {
      let file = try RadarFileOpener.open(Self.folder + "/" + name)
      #expect(file.formatName == "gprMax" && file.traceCount == traces)
      #expect(file.description.samplesPerTrace == samples)
      #expect(file.description.sampleIntervalFemtoseconds == interval)
      #expect(file.description.traceSpacingMicrometres == (traces > 1 ? 20_000 : 0))
    }

    /// The vectors are the field, decimated by five with a filter of linear phase that is not known here, and
    /// scaled. So a straight line of the samples at those instants must explain them, but for what
    /// the filter took of a band-limited pulse: under a part in a thousand of the energy.
    @Test(
      "The vectors are the field that the file holds, but for their decimation and scale",
      arguments: ["at_ap", "uxo_clutter"])
    func vectors(scene: String) throws {
      var field = try RadarFileOpener.open(Self.folder + "/simulated_scenes/\(scene)_2d_merged.out")
      var counts = try DT1Reader.open(path: SharedData.vector(scene + "_i16.DT1"))
      let (one, other) = (try Self.all(&field), try DrainedRadar(&counts).samples)
      var (cross, own, theirs) = (0.0, 0.0, 0.0)
      for trace in 0..<60 {
        for sample in 0..<509 {
          let x = Double(one[trace * 2_545 + 5 * sample])
          let y = Double(other[trace * 509 + sample])
          (cross, own, theirs) = (cross + x * y, own + x * x, theirs + y * y)
        }
      }
      #expect(1 - cross * cross / (own * theirs) < 1e-3)
    }

    private static func all(_ file: inout any RadarFile) throws(RecordingError) -> [Int32] {
      var samples: [Int32] = []
      var block = [Int32](repeating: 0, count: 8 * Int(file.description.samplesPerTrace))
      while true {
        var span = block.mutableSpan
        let header = try file.read(into: &span)
        guard header.count > 0 else { return samples }
        samples += block.prefix(header.count * Int(file.description.samplesPerTrace))
      }
    }
  }
#endif
